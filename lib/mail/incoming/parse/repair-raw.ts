import { findDeclaredBoundary, guessBoundary } from '#lib/mail/incoming/parse/find-boundary.ts';
import type { ParseLimits } from '#lib/mail/incoming/parse/parse-limits.ts';
import { isBlank, looksLikeHeader, type RawLine, rawLines } from '#lib/mail/incoming/parse/raw-lines.ts';
import { repairHeaderBlock } from '#lib/mail/incoming/parse/repair-headers.ts';

interface Walk {
  out: Uint8Array[];
  defects: Set<string>;
  boundaries: Set<string>;
  parts: number;
  headerBytes: number;
  limits: ParseLimits;
}

const LF = Uint8Array.of(0x0a);

/**
 * Mends what real mailers break before the MIME parser sees it: bare CR line ends, a leading mbox line or blank lines,
 * a missing blank line after the headers, raw 8-bit headers, `binary/octet-stream`, bare `pdf`, a multipart whose
 * boundary is missing or misspelt. Also the place where parts and header bytes are counted. Bodies pass untouched.
 */
export function repairRaw(raw: Uint8Array, limits: ParseLimits): { bytes: Uint8Array; defects: string[] } {
  const walk: Walk = { out: [], defects: new Set(), boundaries: new Set(), parts: 1, headerBytes: 0, limits };
  const source = withLineFeeds(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), walk);
  const start = skipPreamble(source, walk);
  walkLines(source, start, walk);
  return { bytes: Buffer.concat(walk.out), defects: [...walk.defects] };
}

/** Some old Macintosh and web mailers end lines with a CR alone; then no LF exists in the whole mail. */
function withLineFeeds(source: Buffer, walk: Walk): Buffer {
  if (source.includes(0x0a) || !source.includes(0x0d)) return source;
  walk.defects.add('line ends were bare CR');
  const copy = Buffer.from(source);
  for (let at = copy.indexOf(0x0d); at >= 0; at = copy.indexOf(0x0d, at + 1)) copy[at] = 0x0a;
  return copy;
}

function skipPreamble(source: Buffer, walk: Walk): number {
  let at = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf ? 3 : 0;
  for (const line of rawLines(source, at)) {
    const isMbox = /^>?From (?!\s*:)/.test(source.toString('latin1', line.start, Math.min(line.end, line.start + 20)));
    if (!isBlank(source, line) && !isMbox) break;
    if (isMbox) walk.defects.add('a mailbox line stood before the headers');
    at = line.next;
  }
  return at;
}

function walkLines(source: Buffer, start: number, walk: Walk): void {
  let header: RawLine[] | null = [];
  for (const line of rawLines(source, start)) {
    const boundary = boundaryAt(source, line, walk);
    if (header && !boundary && !isBlank(source, line)) {
      if (acceptHeaderLine(source, line, header, walk)) continue;
    }
    if (header && isFoldedBlank(source, line, header)) continue;
    if (header) {
      emitHeaders(source, header, line.start, walk);
      walk.out.push(LF);
      header = null;
      if (isBlank(source, line)) continue;
    }
    walk.out.push(source.subarray(line.start, line.next));
    if (boundary === 'open') {
      walk.parts += 1;
      if (walk.parts > walk.limits.maxParts) {
        walk.defects.add(`more than ${walk.limits.maxParts} parts: the rest was left out`);
        return;
      }
      header = [];
    }
  }
  if (header) emitHeaders(source, header, source.length, walk);
}

/** White space alone within a folded value (the obsolete syntax of RFC 5322 section 4.2): the value goes on below. */
function isFoldedBlank(source: Buffer, line: RawLine, header: RawLine[]): boolean {
  if (line.end === line.start || header.length === 0 || !isBlank(source, line)) return false;
  const next = rawLines(source, line.next).next().value;
  return (
    Boolean(next) && !isBlank(source, next as RawLine) && /[ \t]/.test(String.fromCharCode(source[line.next] ?? 0))
  );
}

/** Whether the line belongs to the header block. Junk between two headers is dropped, anything else ends the block. */
function acceptHeaderLine(source: Buffer, line: RawLine, header: RawLine[], walk: Walk): boolean {
  const look = looksLikeHeader(source, line, header.length > 0);
  if (look === 'header') {
    header.push(line);
    return true;
  }
  const next = rawLines(source, line.next).next().value;
  if (next && look === 'junk' && looksLikeHeader(source, next, false) === 'header' && isWellKnown(source, next)) {
    walk.defects.add('a line without a header name stood among the headers');
    return true;
  }
  walk.defects.add('the blank line after the headers was missing');
  return false;
}

const WELL_KNOWN =
  /^(?:from|to|cc|subject|date|message-id|mime-version|content-(?:type|transfer-encoding|disposition|id)|received|return-path|reply-to|references|in-reply-to|x-[\w-]+)\s*:/i;

function isWellKnown(source: Buffer, line: RawLine): boolean {
  return WELL_KNOWN.test(source.toString('latin1', line.start, Math.min(line.end, line.start + 80)));
}

function boundaryAt(source: Buffer, line: RawLine, walk: Walk): 'open' | 'close' | null {
  if (walk.boundaries.size === 0 || source[line.start] !== 0x2d || source[line.start + 1] !== 0x2d) return null;
  if (line.end - line.start > 1_000) return null;
  const text = source.toString('latin1', line.start + 2, line.end).trimEnd();
  if (walk.boundaries.has(text)) return 'open';
  return text.endsWith('--') && walk.boundaries.has(text.slice(0, -2)) ? 'close' : null;
}

function emitHeaders(source: Buffer, lines: RawLine[], bodyStart: number, walk: Walk): void {
  const kept = lines.filter((line) => {
    walk.headerBytes += line.next - line.start;
    return walk.headerBytes <= walk.limits.maxHeaderBytes;
  });
  if (kept.length < lines.length) walk.defects.add(`headers longer than ${walk.limits.maxHeaderBytes} bytes were cut`);
  let block = repairHeaderBlock(source, kept, walk.defects);
  const declared = findDeclaredBoundary(block);
  if (declared) {
    const guessed = walk.boundaries.has(declared.value) ? null : guessBoundary(source, bodyStart, declared.value);
    if (guessed !== null) {
      walk.defects.add('the boundary of a multipart was missing or misspelt');
      block = declared.replaceWith(guessed);
    }
    walk.boundaries.add(Buffer.from(guessed ?? declared.value).toString('latin1'));
  }
  walk.out.push(Buffer.from(block));
}
