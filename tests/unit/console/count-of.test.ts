import { expect, it } from 'vitest';
import { countOf } from '#app/(console)/technical/incoming-mails/count-of.ts';
import type { IncomingCounts } from '#lib/mail/incoming/incoming-mail-schema.ts';

const counts: IncomingCounts = {
  all: 100,
  unprocessed: 0,
  outcomes: { reply_posted: 100, record_created: 7, spam: 60, auto_reply: 50, duplicate: 40 },
  limit: 100,
  more: ['reply_posted', 'all'],
};

it.each([
  ['all mails', [], { value: 100, andMore: true }],
  ['an outcome counted to its end', ['record_created'], { value: 7, andMore: false }],
  ['an outcome of none', ['failed'], { value: 0, andMore: false }],
  ['several, one of them counted in part', ['record_created', 'reply_posted'], { value: 100, andMore: true }],
  ['several that are together exactly the limit', ['spam', 'duplicate'], { value: 100, andMore: false }],
  ['several that are together above the limit', ['spam', 'auto_reply'], { value: 100, andMore: true }],
] as const)('a tab of %s', (_name, outcomes, shown) => {
  expect(countOf(counts, outcomes)).toEqual(shown);
});
