import { quotedPrintableSize, writeQuotedPrintable } from '#lib/mail/outgoing/serialize/quoted-printable.ts';

/** A header beyond is folded (RFC 5322 section 2.1.1): the composer does that. */
const longestLine = 76;
/** Larger texts are no hurry. */
const longestText = 131_072;

/** A mail as the composer takes it. */
export interface ComposerOptions {
  from: string;
  to: string | undefined;
  cc: string | undefined;
  subject: string;
  date: Date;
  /** With CRLF, as the HTML. */
  text: string;
  html: string | undefined;
  attachments: unknown[];
  headers: { key: string; value: string | { value: string } }[];
  baseBoundary: string;
}

/**
 * The bytes of a usual mail: a text with or without HTML, headers of short plain ASCII. It takes a tenth of the
 * composer's time.
 * @returns null where anything would have to be encoded, folded or attached: that is the composer's trade
 */
export function writePlainMessage(options: ComposerOptions): Buffer | null {
  const { text, html, attachments, baseBoundary } = options;
  if (attachments.length > 0 || text === '' || text.length + (html?.length ?? 0) > longestText) return null;
  const head = headLines(options);
  if (head === null) return null;
  const textPart = partOf('plain', text);
  const htmlPart = html === undefined ? null : partOf('html', html);
  if (textPart === null || (html !== undefined && htmlPart === null)) return null;
  head.push('MIME-Version: 1.0');
  if (htmlPart === null) return join([`${head.join('\r\n')}\r\n`, textPart, text.endsWith('\n') ? '' : '\r\n']);
  const boundary = `--_NmP-${baseBoundary}-Part_1`;
  head.push(`Content-Type: multipart/alternative;\r\n boundary="${boundary}"`);
  const start = `${head.join('\r\n')}\r\n\r\n--${boundary}\r\n`;
  return join([start, textPart, `\r\n--${boundary}\r\n`, htmlPart, `\r\n--${boundary}--\r\n`]);
}

function headLines({ from, to, cc, subject, date, headers }: ComposerOptions): string[] | null {
  const lines: string[] = [];
  for (const { key, value } of headers) {
    if (typeof value !== 'string') lines.push(`${key}: ${value.value}`);
    else if (isUsualName(key) && isPlain(value)) lines.push(`${key}: ${value}`);
    else return null;
  }
  for (const [name, list] of [
    ['From', from],
    ['To', to],
    ['Cc', cc],
  ] as const) {
    if (list === undefined) continue;
    const mailbox = plainMailbox(list);
    if (mailbox === null) return null;
    lines.push(`${name}: ${mailbox}`);
  }
  if (subject !== '' && !isPlain(subject)) return null;
  if (subject !== '') lines.push(`Subject: ${subject}`);
  const prepared = headers.length > 0 && typeof headers[0]?.value === 'object' ? 1 : 0;
  if (lines.slice(prepared).some((line) => line.length > longestLine)) return null;
  lines.push(`Date: ${date.toUTCString().replace('GMT', '+0000')}`);
  return lines;
}

/** Headers that mean something to the composer are written by it. */
const ownNames =
  /^(?:From|Sender|To|Cc|Bcc|Reply-To|In-Reply-To|References|Subject|Date|Content-.*|(?:Mime|Dkim|Arc|Bimi|Otp)(?:-.*)?|.*-(?:Id|Spf|Fbl|Md5))$/i;

/** Spelt as the composer spells it. */
function isUsualName(name: string): boolean {
  return /^(?:X|[A-Z][a-z]+)(?:-[A-Z][a-z]+)*$/.test(name) && !ownNames.test(name);
}

/** Nothing to encode, and nothing that reads like an encoded word. */
function isPlain(value: string): boolean {
  return /^[!-~](?:[ -~]*[!-~])?$/.test(value) && !value.includes('=?');
}

const mailbox =
  /^(?:(?:"([\w .,&'()-]*)"|([\w ]+)) <([\w+-]+(?:\.[\w+-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*)>|([\w+-]+(?:\.[\w+-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*))$/;

/** One address, its name in quotes only where it needs them; null: not as simple as that. */
function plainMailbox(list: string): string | null {
  const found = mailbox.exec(list);
  if (!found || list.includes('xn--')) return null;
  const [, quoted, bare, named, address] = found;
  if (address !== undefined) return address;
  const name = (quoted ?? bare ?? '').trim();
  if (name === '') return named ?? null;
  return /^[\w ]*$/.test(name) ? `${name} <${named}>` : `"${name}" <${named}>`;
}

interface Part {
  /** Its headers, with the empty line. */
  head: string;
  encoded: boolean;
  bytes: Buffer;
}

/** Null: mostly beyond ASCII, where base64 is shorter. */
function partOf(kind: 'plain' | 'html', text: string): Part | null {
  const bytes = Buffer.from(text);
  const beyond = bytes.length - text.length;
  if (4 * beyond > text.length) return null;
  const encoded = beyond > 0 || !/^(?:[\t -~]{0,76}\r\n)*[\t -~]{0,76}$/.test(text) || /[\t ](?:\r\n|$)/.test(text);
  const encoding = encoded ? 'quoted-printable' : '7bit';
  const head = `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  return { head, encoded, bytes };
}

/** Written here first: how long a text gets is only known afterwards, and most of the room it might need is not. */
let scratch = Buffer.alloc(0);

function join(pieces: (string | Part)[]): Buffer {
  const size = pieces.reduce((sum, piece) => sum + sizeOf(piece), 0);
  if (scratch.length < size) scratch = Buffer.alloc(size);
  let end = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') end += scratch.write(piece, end, 'latin1');
    else end = writePart(piece, scratch, end);
  }
  return Buffer.from(scratch.subarray(0, end));
}

function sizeOf(piece: string | Part): number {
  if (typeof piece === 'string') return piece.length;
  return piece.head.length + (piece.encoded ? quotedPrintableSize(piece.bytes.length) : piece.bytes.length);
}

function writePart({ head, encoded, bytes }: Part, out: Buffer, at: number): number {
  const start = at + out.write(head, at, 'latin1');
  return encoded ? writeQuotedPrintable(bytes, out, start) : start + bytes.copy(out, start);
}
