import type MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';

/** Beyond it the composer's streams cost less than the text held several times over. */
const largestContent = 65_536;
const lineLength = 76;

/**
 * The bytes of a composed message: the same that the composer's own stream gives, made in one go where all contents are
 * small. Streams cost more than half of what making a mail of a few kilobytes takes.
 */
export function buildMessage(root: MimeNode): Promise<Buffer> {
  if (!isSimple(root)) return root.build();
  const pieces: Buffer[] = [];
  writeNode(root, pieces);
  const message = Buffer.concat(pieces);
  const ends = message.at(-1) === 0x0a;
  return Promise.resolve(ends ? message : Buffer.concat([message, Buffer.from('\r\n')]));
}

/** The stream breaks the last line elsewhere where a text ends in blanks. */
function isSimple({ content, childNodes }: MimeNode): boolean {
  const isText = typeof content === 'string' && !/[ \t]$/.test(content);
  const fits = !content || ((isText || Buffer.isBuffer(content)) && content.length < largestContent);
  return fits && childNodes.every(isSimple);
}

function writeNode(node: MimeNode, pieces: Buffer[]): void {
  const encoding = node.getTransferEncoding();
  pieces.push(Buffer.from(`${node.buildHeaders()}\r\n\r\n`));
  const { content, contentType, boundary, multipart } = node;
  if (typeof content === 'string' || Buffer.isBuffer(content)) {
    pieces.push(encoded(Buffer.from(content as string), encoding, contentType ?? ''));
  }
  if (!multipart) return;
  for (const [index, child] of node.childNodes.entries()) {
    pieces.push(Buffer.from(`${index > 0 ? '\r\n' : ''}--${boundary}\r\n`));
    writeNode(child, pieces);
  }
  pieces.push(Buffer.from(`\r\n--${boundary}--\r\n`));
}

function encoded(content: Buffer, encoding: string | false, contentType: string): Buffer {
  if (encoding === 'base64') return Buffer.from(inLines(content.toString('base64')), 'latin1');
  if (encoding !== 'quoted-printable') return content;
  if (!/^text\//i.test(contentType)) throw new Error(`quoted-printable is for text, not for ${contentType}`);
  return Buffer.from(wrap(encode(content), lineLength), 'latin1');
}

function inLines(base64: string): string {
  const lines: string[] = [];
  for (let start = 0; start < base64.length; start += lineLength) lines.push(base64.slice(start, start + lineLength));
  return lines.join('\r\n');
}
