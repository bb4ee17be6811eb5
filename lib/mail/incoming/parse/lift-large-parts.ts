import { createHash, type Hash, randomBytes } from 'node:crypto';
import { byteLines } from './byte-lines.ts';
import { decodeLines } from './decode-lines.ts';
import { findDeclaredBoundary } from './find-boundary.ts';

/** A part of so many bytes, as sent, is a file that nobody needs in memory. */
const large = 1_048_576;
/** So much is read of a text, in bytes as sent: what is kept of one is 2 000 000 characters, and nobody reads as many. */
const mostText = 2_097_152;
const longestHead = 65_536;

export interface LiftedMail<Kept> {
  /** The mail, with a word in place of the content of each large file. */
  raw: Buffer;
  /** What was lifted out, by the word that stands for it. */
  parts: Map<string, Kept>;
  /** SHA-256 of all bytes from the end of the last header line on, in hex. */
  bodyHash: string;
  defects: string[];
}

interface Walk<Kept> {
  lines: AsyncGenerator<Buffer>;
  keep: (content: AsyncIterable<Uint8Array>) => Promise<Kept>;
  out: Buffer[];
  boundaries: Set<string>;
  lifted: LiftedMail<Kept>;
  /** Of the words: nobody outside can write one into a mail. */
  secret: string;
  body: Hash | null;
}

/**
 * Reads a mail of any size in little memory: the content of large files goes, decoded, straight to `keep`, and only
 * what is left is held. Texts are read as far as they count. Follows the declared structure; a broken one is mended
 * afterwards, in what is left.
 */
export async function liftLargeParts<Kept>(
  source: AsyncIterable<Uint8Array>,
  keep: (content: AsyncIterable<Uint8Array>) => Promise<Kept>,
): Promise<LiftedMail<Kept>> {
  const lifted: LiftedMail<Kept> = { raw: Buffer.alloc(0), parts: new Map(), bodyHash: '', defects: [] };
  const secret = randomBytes(12).toString('hex');
  const walk: Walk<Kept> = {
    lines: byteLines(source),
    keep,
    out: [],
    boundaries: new Set(),
    lifted,
    secret,
    body: null,
  };
  for (let isOpen = true; isOpen; ) isOpen = await readPart(walk, await readHead(walk));
  lifted.raw = Buffer.concat(walk.out);
  lifted.bodyHash = (walk.body ?? createHash('sha256')).digest('hex');
  return lifted;
}

/** The header block of a part, unfolded; passed on as it is. */
async function readHead<Kept>(walk: Walk<Kept>): Promise<string> {
  let head = '';
  for (;;) {
    const line = await nextLine(walk);
    if (line === null) return head;
    if (walk.body === null && isEmpty(line)) walk.body = createHash('sha256').update(line).update(line);
    walk.out.push(Buffer.from(line));
    if (isEmpty(line) || head.length > longestHead) return head;
    head += line.toString('latin1').replace(/\r?\n$/, '\n');
  }
}

function isEmpty(line: Buffer): boolean {
  return line.length <= 2 && (line[0] === 0x0a || (line[0] === 0x0d && line[1] === 0x0a));
}

async function nextLine<Kept>(walk: Walk<Kept>): Promise<Buffer | null> {
  const next = await walk.lines.next();
  if (next.done) return null;
  walk.body?.update(next.value);
  return next.value;
}

/** What stands under a header block, up to and with the next delimiter. @returns whether another part follows */
async function readPart<Kept>(walk: Walk<Kept>, head: string): Promise<boolean> {
  const declared = findDeclaredBoundary(head);
  if (declared?.value) walk.boundaries.add(Buffer.from(declared.value).toString('latin1'));
  const end: { line: Buffer | null } = { line: null };
  const body = untilDelimiter(walk, end);
  const held: Buffer[] = [];
  let length = 0;
  for (let next = await body.next(); !next.done; next = await body.next()) {
    held.push(next.value);
    length += next.value.length;
    if (length < large) continue;
    await readLarge(walk, head, joinedLines(held, body));
    held.length = 0;
    break;
  }
  if (held.length > 0) walk.out.push(Buffer.concat(held));
  if (end.line === null) return false;
  walk.out.push(end.line);
  return true;
}

async function* untilDelimiter<Kept>(walk: Walk<Kept>, end: { line: Buffer | null }): AsyncGenerator<Buffer> {
  for (let line = await nextLine(walk); line !== null; line = await nextLine(walk)) {
    if (isDelimiter(walk, line)) {
      end.line = Buffer.from(line);
      return;
    }
    yield line;
  }
}

function isDelimiter<Kept>({ boundaries }: Walk<Kept>, line: Buffer): boolean {
  if (line[0] !== 0x2d || line[1] !== 0x2d || line.length > 1000) return false;
  const text = line.toString('latin1', 2).trimEnd();
  return boundaries.has(text) || (text.endsWith('--') && boundaries.has(text.slice(0, -2)));
}

async function* joinedLines(held: Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* [...held];
  yield* rest;
}

async function readLarge<Kept>(walk: Walk<Kept>, head: string, lines: AsyncGenerator<Buffer>): Promise<void> {
  const type = /^content-type[ \t]*:[ \t\n]*"?([^\s;"]+)/im.exec(head)?.[1]?.toLowerCase() ?? 'text/plain';
  const isAttached = /^content-disposition[ \t]*:[ \t\n]*"?attachment/im.test(head);
  // A text without a name is read; so is a multipart whose delimiters are not those it declares.
  const isText = type.startsWith('multipart/') || (type.startsWith('text') && !isAttached);
  // A mail within the mail is opened in memory, with what it carries.
  if (!isText && !type.startsWith('message/')) {
    const encoding = /^content-transfer-encoding[ \t]*:[ \t\n]*"?([\w-]+)/im.exec(head)?.[1]?.toLowerCase() ?? '';
    const word = `lifted-${walk.secret}-${walk.lifted.parts.size}`;
    walk.lifted.parts.set(word, await walk.keep(decodeLines(lines, encoding)));
    walk.out.push(Buffer.from(`${encoding === 'base64' ? Buffer.from(word).toString('base64') : word}\r\n`));
    return;
  }
  let length = 0;
  for await (const line of lines) {
    length += line.length;
    if (length <= mostText || !isText) walk.out.push(Buffer.from(line));
  }
  if (isText && length > mostText) walk.lifted.defects.push(`only the first ${mostText} bytes of a text were read`);
}
