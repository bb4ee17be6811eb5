import { decodeText } from '#lib/mail/incoming/parse/decode-text.ts';
import type { RawLine } from '#lib/mail/incoming/parse/raw-lines.ts';

/**
 * A header block as UTF-8 text with LF line ends. Raw 8-bit headers (RFC 6532 allows UTF-8 only) are read in the
 * charset the block's own Content-Type names, else by their look. Content types nobody registered are mended.
 */
export function repairHeaderBlock(source: Buffer, lines: RawLine[], defects: Set<string>): string {
  const first = lines[0];
  const last = lines.at(-1);
  if (!first || !last) return '';
  const bytes = joinLines(source, lines);
  return decodeBlock(bytes, defects)
    .split('\n')
    .map((line) => (/^content-type\s*:/i.test(line) ? repairContentType(line, defects) : line))
    .join('\n');
}

function joinLines(source: Buffer, lines: RawLine[]): Buffer {
  const pieces: Uint8Array[] = [];
  for (const line of lines) pieces.push(source.subarray(line.start, line.end), Uint8Array.of(0x0a));
  return Buffer.concat(pieces);
}

function decodeBlock(bytes: Buffer, defects: Set<string>): string {
  const clean = bytes.includes(0) ? Buffer.from(bytes.filter((byte) => byte !== 0)) : bytes;
  if (clean.length < bytes.length) defects.add('NUL bytes were removed from the headers');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(clean);
  } catch {
    defects.add('headers held raw 8-bit letters');
    const charset = /charset\s*=\s*"?([\w.:-]{2,40})/i.exec(clean.toString('latin1'))?.[1];
    return decodeText(clean, charset);
  }
}

const CONTENT_TYPE_REPAIRS: [RegExp, string][] = [
  [/^(content-type\s*:\s*)binary\/octet-stream/i, '$1application/octet-stream'],
  [/^(content-type\s*:\s*)"?pdf"?(?=\s*(?:;|$))/i, '$1application/pdf'],
  [/^(content-type\s*:\s*)(?:text|plain)(?=\s*(?:;|$))/i, '$1text/plain'],
  [/^(content-type\s*:\s*)html(?=\s*(?:;|$))/i, '$1text/html'],
  [/^(content-type\s*:\s*)(?:jpg|jpeg|image\/jpg)(?=\s*(?:;|$))/i, '$1image/jpeg'],
];

function repairContentType(line: string, defects: Set<string>): string {
  for (const [pattern, replacement] of CONTENT_TYPE_REPAIRS) {
    if (pattern.test(line)) {
      defects.add(`content type mended: ${line.slice(0, 80)}`);
      return line.replace(pattern, replacement);
    }
  }
  return line;
}
