import { expect, test } from 'vitest';
import { splitVisible } from '#app/(console)/split-visible.ts';
import { nameOfSender } from '#app/(console)/technical/incoming-mails/sender-name.ts';

test('a quote and a signature are set apart from the reply, in the order of the mail', () => {
  const text = 'Make it fourteen.\n\nOn Friday Anna wrote:\n> Twelve?\n\nAnd two tables.\n-- \nMary';
  expect(splitVisible(text, 'Make it fourteen.\n\nAnd two tables.')).toEqual([
    { kept: true, text: 'Make it fourteen.\n' },
    { kept: false, text: 'On Friday Anna wrote:\n> Twelve?\n' },
    { kept: true, text: 'And two tables.' },
    { kept: false, text: '-- \nMary' },
  ]);
});

test('a visible text that is not made of lines of the mail is not divided', () => {
  expect(splitVisible('One two', 'One\ntwo')).toBeNull();
});

test('a mail without a quote is one piece', () => {
  expect(splitVisible('Hello\n\nMary', 'Hello\n\nMary')).toEqual([{ kept: true, text: 'Hello\n\nMary' }]);
});

test.each([
  ['"Miller, Mary" <mary@customer.example>', 'Miller, Mary'],
  ['Mary <mary@customer.example>', 'Mary'],
  ['"Say \\"hi\\"" <mary@customer.example>', 'Say "hi"'],
  ['mary@customer.example', 'mary@customer.example'],
  ['<mary@customer.example>', 'mary@customer.example'],
  [null, 'Nobody'],
])('the list names the sender %s as %s', (from, shown) => {
  expect(nameOfSender(from)).toBe(shown);
});
