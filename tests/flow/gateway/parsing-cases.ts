import { expect } from 'vitest';
import type { Json } from '../../setup/api-client.ts';
import type { Company } from './company.ts';
import { report } from './delivery-report.ts';
import { file, multipart } from './multipart.ts';
import type { Seen, WorkedCase } from './worked-case.ts';

const text = (body: string) => ({ type: 'text/plain; charset=utf-8', body });
const html = (body: string) => ({ type: 'text/html; charset=utf-8', body });
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const hebrew = Buffer.from([0xf9, 0xec, 0xe5, 0xed]);
const isCreated = { outcome: 'record_created' };
const withFiles = (...attachments: Json[]) => ({ ...isCreated, parsed: { attachments } });
const withText = (shown: RegExp, ...not: RegExp[]) => ({
  expect: isCreated,
  afterwards: async (_: Company, __: Json, { messages }: Seen) => {
    expect(messages[0].bodyHtml).toMatch(shown);
    for (const one of not) expect(messages[0].bodyHtml).not.toMatch(one);
  },
});

/** The bytes of the only file of the message, as somebody downloads them. */
async function bytesOf({ api }: Company, { messages }: Seen): Promise<Buffer> {
  const [attachment] = messages[0].attachments;
  return api.download(`/attachments/${attachment.id}/content`);
}

const sameBytes = (content: Uint8Array) => async (company: Company, _: Json, seen: Seen) =>
  expect((await bytesOf(company, seen)).equals(Buffer.from(content))).toBe(true);

const inCharset = (charset: string | null, content: Uint8Array) => ({
  mail: multipart('multipart/mixed', [
    text('See the file.'),
    file(`text/plain${charset ? `; charset=${charset}` : ''}`, 'attachment; filename=greek.txt', content),
  ]),
  expect: withFiles({ filename: 'greek.txt', size: content.length }),
  afterwards: sameBytes(content),
});

const greek = 'Καλημέρα κόσμε';
const utf16 = Buffer.from(greek, 'utf16le');
const utf32 = Buffer.concat([...greek].map((sign) => Buffer.from([0, 0, ...Buffer.from(sign, 'utf16le').reverse()])));

/** A file of text without charset whose bytes are UTF-8: stored as it came, read as UTF-8. */
const undeclared = (number: number, type: string, name: string, content: Uint8Array): WorkedCase => ({
  number,
  says: `${name} without charset is UTF-8, and stays as it came`,
  mail: multipart('multipart/mixed', [text('See the file.'), file(type, `attachment; filename=${name}`, content)]),
  expect: withFiles({ filename: name, size: content.length }),
  afterwards: sameBytes(content),
});

export const parsingCases: WorkedCase[] = [
  {
    number: 1,
    says: 'plain text keeps its lines and its signature',
    mail: { body: 'Good day,\n\nfive <chairs> & a table\n\n-- \nMary Customer\n' },
    ...withText(/Good day,[\s\S]*five &lt;chairs&gt; &amp; a table[\s\S]*Mary Customer/),
  },
  {
    number: 2,
    says: 'HTML alone is kept, without its doctype',
    mail: {
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
      body: '<!DOCTYPE html><html><body><p>Five <b>chairs</b></p></body></html>',
    },
    ...withText(/<p>Five <b>chairs<\/b><\/p>/, /doctype/i),
  },
  {
    number: 3,
    says: 'of two alternatives the HTML is shown',
    mail: multipart('multipart/alternative', [text('as text'), html('<p>as <i>HTML</i></p>')]),
    ...withText(/as <i>HTML<\/i>/, /as text/),
  },
  {
    number: 4,
    says: 'alternatives beside a file: HTML alone, and the file',
    mail: multipart('multipart/mixed', [
      {
        type: 'multipart/alternative; boundary=inner',
        body: `--inner\nContent-Type: text/plain\n\nas text\n--inner\nContent-Type: text/html\n\n<p>as HTML</p>\n--inner--`,
      },
      file('application/pdf', 'attachment; filename=offer.pdf', 'A file'),
    ]),
    ...withText(/as HTML/, /as text/),
  },
  {
    number: 5,
    says: 'two HTML parts are both shown',
    mail: multipart('multipart/mixed', [html('<p>first</p>'), html('<p>second</p>')]),
    ...withText(/first[\s\S]*second/),
  },
  {
    number: 6,
    says: 'a mail that is a PDF and nothing else has no text, and the file with its name',
    mail: {
      headers: {
        'Content-Type': 'application/pdf; name=scan.pdf',
        'Content-Disposition': 'attachment; filename=scan.pdf',
        'Content-Transfer-Encoding': 'base64',
      },
      body: Buffer.from('A file').toString('base64'),
    },
    expect: { ...withFiles({ filename: 'scan.pdf', contentType: 'application/pdf', size: 6 }) },
    afterwards: sameBytes(Buffer.from('A file')),
  },
  {
    number: 7,
    says: 'a redirected mail is for its Resent-To as well',
    mail: { to: 'mary@elsewhere.example', headers: { 'Resent-To': 'sales@mycompany.example' } },
    expect: { routes: ['lead record_created'], parsed: { to: [{ address: 'mary@elsewhere.example' }] } },
  },
  {
    number: 8,
    says: 'a file name in RFC 2231 parts keeps its accents and signs',
    mail: multipart('multipart/mixed', [
      text('See the file.'),
      file(
        'application/octet-stream',
        "attachment; filename*0*=UTF-8''Pr%C3%A9sentation%20(2)%3B%20; filename*1*=%C3%A9t%C3%A9.txt",
        'A file',
      ),
    ]),
    expect: withFiles({ filename: 'Présentation (2); été.txt' }),
  },
  {
    number: 9,
    says: 'binary/octet-stream is application/octet-stream, byte by byte',
    mail: multipart('multipart/mixed', [
      text('See the file.'),
      file('binary/octet-stream', 'attachment; filename=data.bin', Buffer.from([0, 255, 13, 10, 0])),
    ]),
    expect: withFiles({ filename: 'data.bin', contentType: 'application/octet-stream', size: 5 }),
    afterwards: sameBytes(Buffer.from([0, 255, 13, 10, 0])),
  },
  {
    number: 10,
    says: 'a bare pdf type is application/pdf',
    mail: multipart('multipart/mixed', [text('See.'), file('pdf; name=a.pdf', 'attachment; filename=a.pdf', 'A')]),
    expect: withFiles({ filename: 'a.pdf', contentType: 'application/pdf' }),
  },
  {
    number: 11,
    says: 'a delivery report without Final-Recipient is only noted',
    mail: report({ recipient: null, original: '<unknown.11@mycompany.example>' }),
    expect: { outcome: 'bounce_processed', documents: [] },
  },
  {
    number: 13,
    says: 'an attached mail with an empty file in it does no harm',
    mail: multipart('multipart/mixed', [
      text('Forwarded.'),
      {
        type: 'message/rfc822',
        headers: { 'Content-Disposition': 'attachment; filename=old.eml' },
        body: 'From: a@b.example\nSubject: Old\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; name=empty.txt\nContent-Disposition: attachment; filename=empty.txt\n\n--x--',
      },
    ]),
    expect: isCreated,
  },
  {
    number: 14,
    says: 'a report with the headers alone names the mail it is about',
    mail: report({
      recipient: 'gone.14@customer.example',
      original: '<known.14@mycompany.example>',
      headersOnly: true,
    }),
    expect: {
      outcome: 'bounce_processed',
      parsed: { bounce: { originalMessageId: '<known.14@mycompany.example>' } },
    },
  },
  {
    number: 16,
    says: 'XHTML with an encoding declaration is HTML',
    mail: {
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
      body: '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Five chairs</p></body></html>',
    },
    ...withText(/Five chairs/, /\?xml/),
  },
  {
    number: 17,
    says: 'three pictures of the text are files, and the text shows them',
    mail: multipart('multipart/related', [
      html('<img src="cid:one@x"><img src="cid:two@x"><img src="cid:three@x">'),
      ...['one', 'two', 'three'].map((id) => ({
        ...file('image/gif', `inline; filename="=?UTF-8?Q?${id}_=C3=A9t=C3=A9.gif?="`, pixel),
        headers: {
          'Content-ID': `<${id}@x>`,
          'Content-Disposition': `inline; filename="=?UTF-8?Q?${id}_=C3=A9t=C3=A9.gif?="`,
        },
      })),
    ]),
    expect: withFiles({ filename: 'one été.gif' }, { filename: 'two été.gif' }, { filename: 'three été.gif' }),
    afterwards: async (_, __, { messages: [message] }) => {
      const pictures = [...message.bodyHtml.matchAll(/\/attachments\/(\d+)/g)].map((match) => Number(match[1]));
      expect(pictures).toEqual(message.attachments.map((one: Json) => one.id));
    },
  },
  {
    number: 18,
    says: 'a picture written into the text is the file image0.gif',
    mail: {
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
      body: `<p>Look</p><img src="data:image/gif;base64,${pixel.toString('base64')}">`,
    },
    expect: isCreated,
    afterwards: async (company, _, seen) => {
      const [message] = seen.messages;
      expect(message.attachments).toMatchObject([{ name: 'image0.gif', contentType: 'image/gif' }]);
      expect(message.bodyHtml).toContain(`/attachments/${message.attachments[0].id}/content`);
      expect((await bytesOf(company, seen)).equals(pixel)).toBe(true);
    },
  },
  { number: 20, says: 'a text file without charset keeps its bytes', ...inCharset(null, Buffer.from(greek)) },
  { number: 21, says: 'a text file in UTF-8 keeps its bytes', ...inCharset('utf-8', Buffer.from(greek)) },
  { number: 22, says: 'a text file in UTF-16LE keeps its bytes', ...inCharset('utf-16le', utf16) },
  { number: 23, says: 'a text file in UTF-32BE keeps its bytes', ...inCharset('utf-32be', utf32) },
  {
    number: 24,
    says: 'a subject in ISO-8859-8-I names the record in Hebrew',
    mail: { subject: `=?ISO-8859-8-I?B?${hebrew.toString('base64')}?=` },
    expect: { ...isCreated, documents: [{ name: 'שלום' }] },
  },
  undeclared(27, 'text/xml', 'invoice.xml', Buffer.from('<?xml version="1.0"?><name>Søren</name>')),
  undeclared(28, 'text/csv', 'list.csv', Buffer.from('\uFEFFname;town\nSøren;Århus\n')),
  undeclared(29, 'text/plain', 'note.txt', Buffer.from('Søren, Århus')),
];
