import { describe, expect, test } from 'vitest';
import { sanitiseLocalPart } from '#lib/mail/aliases/sanitise-local-part.ts';

describe('what somebody types becomes a local part', () => {
  const cases: [typed: string | null, name: string | null][] = [
    ['sales', 'sales'],
    ['Sales', 'sales'],
    ['gadget...corp.', 'gadget.corp'],
    ['..hidden', 'hidden'],
    ['Société Générale', 'societe-generale'],
    ['Straße', 'stra?e'],
    ['mail🎉box', 'mail-box'],
    ['a,b;c', 'a-b-c'],
    ['отдел', '?????'],
    ["o'brien+vip", "o'brien+vip"],
    ['support@example.com', 'support'],
    ['  help  ', 'help'],
    ['two words', 'two-words'],
    ['', null],
    ['   ', null],
    ['.', null],
    [null, null],
  ];
  for (const [typed, name] of cases) {
    test(`${JSON.stringify(typed)} -> ${JSON.stringify(name)}`, () => expect(sanitiseLocalPart(typed)).toBe(name));
  }
});
