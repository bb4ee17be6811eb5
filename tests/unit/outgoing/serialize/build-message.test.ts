import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, it } from 'vitest';
import { buildMessage } from '#lib/mail/outgoing/serialize/build-message.ts';

/** Text as people and machines write it: long lines, blanks before line ends, letters beyond ASCII, dots at the start. */
const word = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(' ', '\t', '\r\n', '.', '=', 'ä', '–', '😀', '<p>', '&nbsp;', 'x'.repeat(90), '  \r\n', '\r\n.\r\n'),
);
const text = fc
  .array(word, { minLength: 1, maxLength: 60 })
  .map((words) => words.join(' ').replace(/\r\n|\r|\n/g, '\r\n'));
const file = fc.record({
  filename: fc.constantFrom('offer.pdf', 'Übersicht.txt', 'a b.html'),
  content: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  cid: fc.option(fc.constant('picture@inline.image'), { nil: undefined }),
});

const mail = fc.record({
  from: fc.constantFrom('anna@mycompany.example', '"Änna" <anna@mycompany.example>'),
  to: fc.constant('mary@customer.example'),
  subject: fc.string({ maxLength: 120 }),
  text: fc.option(text, { nil: undefined }),
  html: fc.option(text, { nil: undefined }),
  attachments: fc.array(file, { maxLength: 2 }),
});

it('makes the same bytes as the composer’s own stream', async () => {
  await fc.assert(
    fc.asyncProperty(mail, async (options) => {
      const fixed = {
        ...options,
        messageId: '<1@mycompany.example>',
        date: new Date(0),
        baseBoundary: 'b',
        headers: {},
      };
      const compose = () => new MailComposer(fixed).compile();
      expect((await buildMessage(compose())).toString('latin1')).toBe((await compose().build()).toString('latin1'));
    }),
    { numRuns: 300 },
  );
});

it('leaves large files to the stream', async () => {
  const content = Buffer.alloc(200_000, 'a');
  const options = { from: 'a@b.example', messageId: '<1@b.example>', date: new Date(0), baseBoundary: 'b' };
  const compose = () => new MailComposer({ ...options, attachments: [{ filename: 'large.bin', content }] }).compile();
  expect(await buildMessage(compose())).toEqual(await compose().build());
});
