import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import { htmlToText } from '#lib/mail/message/html.ts';
import { type Figure, flat, Tally } from './figures.ts';
import { readManifest, readRaw } from './manifests.ts';

interface Entry {
  file: string;
  from?: string;
  fromName?: string | null;
  to?: string[];
  cc?: string[];
  subject?: string | null;
  textContains: string[];
  attachments: string[];
  attachmentCount?: number;
}

/** Fields of ordinary and odd mails: sender, recipients, subject, text, attachments. */
export async function checkParse(folder: string): Promise<Figure[]> {
  const fields = new Tally('parse: fields right', 0.97);
  const errors = new Tally('parse: without an error', 1);
  for (const entry of readManifest<Entry>(folder, 'parse')) await checkEntry(folder, entry, fields, errors);
  return [fields.figure(), errors.figure()];
}

/** Unusual charsets in bodies, encoded words and raw 8-bit headers. */
export async function checkCharset(folder: string): Promise<Figure[]> {
  const fields = new Tally('charset: fields right', 0.97);
  const errors = new Tally('charset: without an error', 1);
  for (const entry of readManifest<Entry>(folder, 'charset')) await checkEntry(folder, entry, fields, errors);
  return [fields.figure(), errors.figure()];
}

async function checkEntry(folder: string, entry: Entry, fields: Tally, errors: Tally): Promise<void> {
  const mail = await parseMail(readRaw(folder, entry.file)).catch((error: unknown) => String(error));
  errors.check(typeof mail !== 'string', `${entry.file}: ${mail}`);
  if (typeof mail === 'string') return;
  const say = (what: string, got: unknown, expected: unknown) =>
    `${entry.file}: ${what} ${JSON.stringify(got)?.slice(0, 300)} instead of ${JSON.stringify(expected)}`;
  const same = (a?: string, b?: string) => (a ?? '').toLowerCase() === (b ?? '').toLowerCase();
  if (entry.from) fields.check(same(mail.from?.address, entry.from), say('from', mail.from, entry.from));
  if (entry.fromName) fields.check(mail.from?.name === entry.fromName, say('name', mail.from?.name, entry.fromName));
  for (const key of ['to', 'cc'] as const) {
    const expected = entry[key];
    const got = mail[key].map((one) => one.address.toLowerCase());
    if (expected)
      fields.check(
        expected.every((one) => got.includes(one.toLowerCase())),
        say(key, got, expected),
      );
  }
  if (entry.subject) {
    fields.check(flat(mail.subject) === flat(entry.subject), say('subject', mail.subject, entry.subject));
  }
  const readable = flat(readableText(mail));
  for (const piece of entry.textContains) {
    fields.check(readable.includes(flat(piece)), say('text', mail.text, piece));
  }
  const names = mail.attachments.map((one) => one.filename);
  for (const name of entry.attachments) fields.check(names.includes(name), say('attachments', names, name));
  if (entry.attachmentCount !== undefined) {
    fields.check(names.length === entry.attachmentCount, say('attachment count', names, entry.attachmentCount));
  }
}

/** All text a reader of the mail can get at: both bodies and the files of text. */
function readableText(mail: ParsedMail): string {
  const files = mail.attachments
    .filter((one) => one.contentType.startsWith('text/'))
    .map((one) => Buffer.from(one.content).toString('utf8'));
  return [mail.text, htmlToText(mail.html ?? ''), ...files].join('\n');
}
