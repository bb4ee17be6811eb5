import { expect, it } from 'vitest';
import { filterWords } from '#components/table/filter-words.ts';
import type { FilterDef } from '#components/table/list-types.ts';

const numbers: FilterDef = { key: 'uid', label: 'Numbers', kind: 'range' };
const day: FilterDef = { key: 'at', label: 'Received', kind: 'date' };

it.each([
  ['a run of numbers', numbers, { uid__gte: '500001', uid__lte: '12345678901' }, 'from 500001 to 12345678901'],
  ['one number', numbers, { uid__gte: '7', uid__lte: '7' }, '7'],
  ['numbers without end', numbers, { uid__gte: '7' }, 'from 7'],
  ['numbers up to one', numbers, { uid__lte: '7' }, 'to 7'],
  ['a moment, as its day', day, { at__gte: '2026-11-01T00:00:00Z' }, 'from 2026-11-01'],
])('%s in words', (_name, filter, filters: Record<string, string>, words) => {
  expect(filterWords(filter, { q: '', sort: null, cursor: null, group: null, limit: 50, filters })).toBe(words);
});
