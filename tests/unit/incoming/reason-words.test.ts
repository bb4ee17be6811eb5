import { expect, test } from 'vitest';
import { withNames } from '#app/(console)/technical/incoming-mails/reason-words.ts';

const lead = { model: 'lead', recordId: 4, recordName: 'Lamps $& more' };

test.each([
  ['answers message 4 on lead 4', [lead], 'answers message 4 on lead “Lamps $& more”'],
  ['answers message 3 on lead 45', [lead], 'answers message 3 on lead 45'],
  ['kept on lead 4', [{ ...lead, recordName: null }], 'kept on lead 4'],
  [
    'the alias sales leads to sales_team 2',
    [{ model: 'sales_team', recordId: 2, recordName: 'Europe' }],
    'the alias sales leads to sales team “Europe”',
  ],
  ['by no route', [], 'by no route'],
])('%s', (reason, routes, words) => {
  expect(withNames(reason, routes)).toBe(words);
});
