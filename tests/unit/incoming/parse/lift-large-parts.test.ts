import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { liftLargeParts } from '#lib/mail/incoming/parse/lift-large-parts.ts';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';

const megabytes = (count: number) => randomBytes(count * 1_048_576);
const encoded = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** In pieces of an odd length, as they come from a connection. */
async function* inPieces(raw: Buffer, length = 10_007): AsyncGenerator<Buffer> {
  for (let at = 0; at < raw.length; at += length) yield raw.subarray(at, at + length);
}

async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

const lift = (mail: string, length?: number) => liftLargeParts(inPieces(Buffer.from(mail, 'latin1'), length), whole);

function mixed(...parts: string[]): string {
  const body = parts.map((part) => `--edge\r\n${part}\r\n`).join('');
  return `Subject: Plans\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary="edge"\r\n\r\n${body}--edge--\r\n`;
}

const text = 'Content-Type: text/plain\r\n\r\nThe plans.';

test('a large file leaves the mail byte for byte, and a small one stays where it is', async () => {
  const [plans, photo] = [megabytes(3), randomBytes(2000)];
  const head = (name: string) =>
    `Content-Type: application/pdf; name=${name}\r\nContent-Disposition: attachment; filename=${name}\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
  const mail = mixed(text, `${head('plans.pdf')}${encoded(plans)}`, `${head('photo.pdf')}${encoded(photo)}`);
  const lifted = await lift(mail);
  expect([...lifted.parts.values()].map(hash)).toEqual([hash(plans)]);
  expect(lifted.raw.length).toBeLessThan(10_000);
  const parsed = await parseMail(lifted.raw);
  expect(parsed.text.trim()).toBe('The plans.');
  expect(parsed.attachments.map(({ filename }) => filename)).toEqual(['plans.pdf', 'photo.pdf']);
  const [word = new Uint8Array()] = parsed.attachments.map(({ content }) => content);
  expect(lifted.parts.has(Buffer.from(word).toString())).toBe(true);
  expect(Buffer.from(parsed.attachments[1]?.content ?? []).equals(photo)).toBe(true);
});

test.each(['7bit', 'quoted-printable'])('a large table sent as %s is what the parser makes of it', async (encoding) => {
  const rows = Array.from({ length: 60_000 }, (_, n) => `${n};chair =3D ${n % 7}`).join('\r\n');
  const part = `Content-Type: text/csv\r\nContent-Disposition: attachment; filename=t.csv\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${rows}`;
  const lifted = await lift(mixed(text, part));
  const [read] = [...lifted.parts.values()];
  const [expected] = (await parseMail(Buffer.from(mixed(text, part)))).attachments;
  expect(hash(read ?? Buffer.alloc(0))).toBe(hash(expected?.content ?? Buffer.alloc(0)));
});

test('of a text only so much is read, and it says so', async () => {
  const lifted = await lift(`Subject: Log\r\n\r\n${'nothing of note happened\r\n'.repeat(400_000)}`);
  expect(lifted.parts.size).toBe(0);
  expect(lifted.raw.length).toBeLessThan(2_200_000);
  expect(lifted.defects).toHaveLength(1);
});

test('a mail within the mail stays whole, to be opened with what it carries', async () => {
  const inner = `Content-Type: message/rfc822\r\n\r\nSubject: Inner\r\n\r\n${'x'.repeat(70)}\r\n`;
  const mail = mixed(text, `${inner}${'y'.repeat(70)}\r\n${encoded(megabytes(2))}`);
  const lifted = await lift(mail);
  expect(lifted.parts.size).toBe(0);
  expect(lifted.raw.toString('latin1')).toBe(mail);
});

test('mails without large files come out as they went in, however they are cut on the way', async () => {
  const mails = [
    mixed(text),
    'Subject: Bare\n\nHello',
    'no headers at all',
    '',
    `${'z'.repeat(70_000)}`,
    'A: b\r\n\r\n--edge\r\n',
  ];
  for (const mail of mails)
    for (const length of [7, 65_536]) expect((await lift(mail, length)).raw.toString('latin1')).toBe(mail);
});
