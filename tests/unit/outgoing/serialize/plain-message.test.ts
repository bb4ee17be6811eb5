import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { type ComposerOptions, writePlainMessage } from '#lib/mail/outgoing/serialize/plain-message.ts';

const usual: ComposerOptions = {
  from: '"Anna" <anna@mycompany.example>',
  to: 'Mary <mary@customer.example>',
  cc: undefined,
  subject: 'Our offer (2): 10 % off',
  date: new Date('2026-11-22T10:00:00Z'),
  text: 'Hello Mary',
  html: '<p>Hello <b>Mary</b></p>',
  attachments: [],
  headers: [
    { key: 'Message-ID', value: { prepared: true, foldLines: false, value: '<a.1@mycompany.example>' } as never },
  ],
  baseBoundary: 'abcdef0123456789',
};

const long = 'a line of text that goes on, '.repeat(40);
const alike: Record<string, Partial<ComposerOptions>> = {
  'text and HTML of plain ASCII': {},
  'a text alone': { html: undefined },
  'a text alone that ends its last line': { html: undefined, text: 'one\r\ntwo\r\n' },
  'long lines': { text: long.trim(), html: `<p>${long}</p>` },
  'letters beyond ASCII': {
    text: 'Viele Grüße aus Zürich und bis bald, heute 20 €',
    html: '<p>Viele Grüße aus Zürich und bis bald, heute 20 € 🙂</p>',
  },
  'long lines of letters beyond ASCII now and then': { text: 'schöne Grüße '.repeat(30).trim() },
  'blanks at the ends of lines': { text: 'one \r\ntwo\t\r\n-- \r\nAnna' },
  'equals signs, dots and From at the beginning of lines': {
    text: '.\r\n..\r\nFrom me\r\na=3D',
    html: '<p id="a=b">.</p>',
  },
  'names in quotes that need them': {
    from: '"Anna, Sales" <anna@mycompany.example>',
    cc: '"A. B." <ab@customer.example>',
  },
  'names that need no quotes': { from: 'Anna_B 2 <anna@mycompany.example>', to: '"Mary Doe" <mary@customer.example>' },
  'bare addresses': { from: 'anna@mycompany.example', to: 'mary.doe+offer@customer.example' },
  'nobody in To': { to: undefined, cc: 'mary@customer.example' },
  'no subject': { subject: '' },
  'further headers': {
    headers: [...usual.headers, { key: 'Auto-Submitted', value: 'auto-replied' }, { key: 'Precedence', value: 'bulk' }],
  },
};

const left: Record<string, Partial<ComposerOptions>> = {
  'a subject beyond ASCII': { subject: 'Grüße' },
  'a subject that reads like an encoded word': { subject: '=?utf-8?q?a?=' },
  'a subject too long for its line': { subject: 'x'.repeat(70) },
  'a line break in the subject': { subject: 'a\r\nBcc: eve@evil.example' },
  'a line break in a header': { headers: [{ key: 'X-Note', value: 'a\r\nBcc: eve@evil.example' }] },
  'a header that has a rule of its own': { headers: [{ key: 'Content-Language', value: 'en' }] },
  'a header with an odd name': { headers: [{ key: 'x-note', value: 'a' }] },
  'several recipients': { to: 'Mary <mary@customer.example>, Bob <bob@customer.example>' },
  'a name beyond ASCII': { to: 'Märy <mary@customer.example>' },
  'an address beyond ASCII': { to: 'märy@customer.example' },
  'a domain beyond ASCII': { to: 'mary@kühe.example' },
  'a quote within a name': { to: '"Mary \\"M\\" Doe" <mary@customer.example>' },
  'a file': { attachments: [{ filename: 'a.txt', content: 'a' }] },
  'no text': { text: '' },
  'a text mostly beyond ASCII': { text: 'こんにちは' },
};

async function composed(options: ComposerOptions) {
  return new MailComposer(options as never).compile().build();
}

function headOf(raw: Buffer): string {
  return raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
}

/** A text part stands at the top or within; its encoding may differ, its header lines may not. */
const withoutEncoding = (head: string) =>
  head
    .replace(/\r\nContent-Transfer-Encoding: .*/, '')
    .split('\r\n')
    .toSorted();

describe('a usual mail', () => {
  it.each(Object.entries(alike))('says the same as the composer’s: %s', async (_what, more) => {
    const options = { ...usual, ...more };
    const raw = writePlainMessage(options);
    if (!raw) throw new Error('it was left to the composer');
    const [ours, theirs] = [await PostalMime.parse(raw), await PostalMime.parse(await composed(options))];
    expect({ text: ours.text?.trimEnd(), html: ours.html?.trimEnd() }).toEqual({
      text: theirs.text?.trimEnd(),
      html: theirs.html?.trimEnd(),
    });
    expect(withoutEncoding(headOf(raw))).toEqual(withoutEncoding(headOf(await composed(options))));
  });

  it.each(Object.keys(alike))('travels in ASCII and short lines, none ending in a blank: %s', (what) => {
    const raw = writePlainMessage({ ...usual, ...alike[what] })?.toString('latin1') ?? '';
    const lines = raw.split('\r\n');
    expect(lines.filter((line) => !/^[\t -~]{0,76}$/.test(line) || /[ \t]$/.test(line))).toEqual([]);
    expect(raw.endsWith('\r\n')).toBe(true);
  });

  it.each(Object.entries(left))('is left to the composer where there is %s', (_what, more) => {
    expect(writePlainMessage({ ...usual, ...more })).toBeNull();
  });

  it('keeps every byte of its text, whatever stands where a line is broken', async () => {
    for (let length = 60; length < 90; length++) {
      for (const end of ['é', '=', ' x', '\t', '🙂', '\r\nx', ' \r\nx']) {
        const text = `${'x'.repeat(length)}${end}${'y'.repeat(length)}z`;
        const raw = writePlainMessage({ ...usual, html: undefined, text }) ?? Buffer.alloc(0);
        expect((await PostalMime.parse(raw)).text?.replaceAll('\r\n', '\n').trimEnd()).toBe(
          text.replaceAll('\r\n', '\n'),
        );
      }
    }
  });
});
