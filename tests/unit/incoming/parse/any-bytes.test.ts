import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { classifyAutomatic } from '#lib/mail/incoming/qualify/classify-automatic.ts';
import { recogniseBounce } from '#lib/mail/incoming/qualify/recognise-bounce.ts';
import { splitQuotedReply } from '#lib/mail/message/quoted-reply.ts';
import { cpuTime } from '../../../setup/cpu-time.ts';

/** Pieces mails are made of, so that chance puts together what looks like one. */
const PIECES = [
  'From: MAILER-DAEMON@a.example\n',
  'To: b@c.example\n',
  'Subject: =?utf-8?B?',
  'Content-Type: multipart/mixed; boundary=c\n',
  '\n',
  '\r\n',
  '\r',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=c\n',
  'Content-Type: message/delivery-status\n',
  '--c\n',
  '--c--\n',
  'Content-Transfer-Encoding: base64\n',
  'Content-Type: text/html; charset=utf-7\n',
  '<blockquote>',
  '</blockquote>',
  '> quoted\n',
  'On 1.1.2026 10:00 <a@b.c> wrote:\n',
  'From: a\n',
  'Sent: b\n',
  '-----Original Message-----\n',
  '-- \n',
  'begin 644 a\n',
  'end\n',
  '<a@b.example>:\n',
  '550 5.1.1 user unknown\n',
  '\0',
  '+AOk-',
  '~{',
  'é',
  '邮箱',
  '?=',
  'Final-Recipient: rfc822; a@b.example\n',
  'filename*0*=',
  "utf-8''%C3",
  '; ',
  '"',
  '(',
  '<',
  'Sent from my phone\n',
  '____________\n',
];

const mails = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 20 })), {
  maxLength: 80,
});

test('Whatever bytes arrive, reading them never throws, and says no more than it was given', async () => {
  await fc.assert(
    fc.asyncProperty(mails, async (pieces) => {
      const raw = Buffer.from(pieces.join(''));
      const mail = await parseMail(raw);
      recogniseBounce(mail);
      classifyAutomatic(mail);
      const files = mail.attachments.reduce((sum, file) => sum + file.size, 0);
      expect(mail.text.length + files).toBeLessThan(raw.length * 4 + 2_000);
    }),
    { numRuns: 300 },
  );
});

test('Of a reply every line is either visible, quoted or signature', () => {
  const bare = (text: string) => text.replace(/[\s\u00a0\u1427\u200b-\u200f\ufeff]+/g, '');
  fc.assert(
    fc.property(mails, (pieces) => {
      const text = pieces.join('');
      const { visibleText, quotedText, signatureText } = splitQuotedReply({ text });
      const letters = bare(visibleText + quotedText + signatureText).length;
      expect(letters).toBe(bare(text).length);
    }),
    { numRuns: 500 },
  );
});

test.each(PIECES.map((piece) => [piece]))('50 000 bytes of %j are read in bounded time', async (piece) => {
  const text = piece.repeat(Math.ceil(50_000 / piece.length));
  const raw = Buffer.from(`From: mailer-daemon@a.example\nSubject: ${piece.slice(0, 20).trim()}\n\n${text}`);
  const work = async () => recogniseBounce(await parseMail(raw));
  expect(await cpuTime(work)).toBeLessThan(3_000);
});
