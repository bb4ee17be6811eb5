import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { uidDispositions } from '#lib/core/enumerations.ts';
import { coverWindow, settleRanges, type UidRange } from '#lib/mail/incoming/ledger/uid-ranges.ts';
import {
  countUids,
  firstUids,
  formatUidSet,
  intersectSpans,
  joinSpans,
  parseUidSet,
  spansOf,
  subtractSpans,
} from '#lib/mail/incoming/ledger/uid-spans.ts';

/** Ranges as `1-3 stored, 4 absent`. */
const shown = (ranges: UidRange[]) =>
  ranges.map(({ from, to, disposition }) => `${from === to ? from : `${from}-${to}`} ${disposition}`).join(', ');

const pending = (from: number, to: number): UidRange => ({ from, to, disposition: 'pending', reason: null });

describe('the books of a folder', () => {
  test('numbers nobody knows are absent, neighbours that fared alike stand together', () => {
    const noted = [pending(5, 5), pending(6, 7), pending(9, 9)];
    expect(shown(coverWindow({ from: 3, to: 10 }, noted))).toBe(
      '3-4 absent, 5-7 pending, 8 absent, 9 pending, 10 absent',
    );
    expect(shown(coverWindow({ from: 3, to: 2 }, noted))).toBe('');
  });

  test('mails are settled in their places', () => {
    const ranges = [pending(1, 9)];
    const stored = settleRanges(ranges, spansOf([2, 3, 7]), { disposition: 'stored' });
    expect(shown(stored)).toBe('1 pending, 2-3 stored, 4-6 pending, 7 stored, 8-9 pending');
    const rest = settleRanges(stored, [{ from: 1, to: 9 }], { disposition: 'gone', only: ['pending'] });
    expect(shown(rest)).toBe('1 gone, 2-3 stored, 4-6 gone, 7 stored, 8-9 gone');
  });

  test('mails refused for different reasons keep theirs', () => {
    let ranges = [pending(1, 3)];
    for (const [uid, reason] of [
      [1, 'too large'],
      [2, 'too large'],
      [3, 'broken'],
    ] as const) {
      ranges = settleRanges(ranges, spansOf([uid]), { disposition: 'refused', reason });
    }
    expect(ranges.map(({ from, to, reason }) => `${from}-${to} ${reason}`)).toEqual(['1-2 too large', '3-3 broken']);
  });

  test('balance whatever happens: no gap, no overlap, every number once, and each says what was said last', () => {
    const step = fc.record({
      uids: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
      disposition: fc.constantFrom(...uidDispositions),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let ranges = coverWindow({ from: 1, to: 40 }, []);
        const known = new Map<number, string>();
        for (const { uids, disposition } of steps) {
          ranges = settleRanges(ranges, spansOf(uids), { disposition });
          for (const uid of uids) known.set(uid, disposition);
        }
        expect(countUids(ranges)).toBe(40);
        for (const [index, range] of ranges.entries()) {
          expect(range.from).toBe((ranges[index - 1]?.to ?? 0) + 1);
          expect(range.disposition).not.toBe(ranges[index - 1]?.disposition);
          for (let uid = range.from; uid <= range.to; uid++) expect(known.get(uid) ?? 'absent').toBe(range.disposition);
        }
      }),
    );
  });
});

describe('sets of UIDs', () => {
  const numbers = fc.array(fc.integer({ min: 1, max: 60 }));

  test('are read as servers write them, whatever else stands between', () => {
    expect(parseUidSet('7,1:3,4,9:8')).toEqual([
      { from: 1, to: 4 },
      { from: 7, to: 9 },
    ]);
    expect(parseUidSet('*,0,-1,1e9,4294967296,:,,x:5')).toEqual([{ from: 1_000_000_000, to: 1_000_000_000 }]);
    expect(parseUidSet('')).toEqual([]);
  });

  test('are joined, cut and taken from each other as sets of numbers are', () => {
    fc.assert(
      fc.property(numbers, numbers, (some, others) => {
        const [a, b] = [spansOf(some), spansOf(others)];
        const all = (spans: typeof a) => firstUids(spans, 1000);
        const sorted = (uids: Iterable<number>) => [...new Set(uids)].toSorted((x, y) => x - y);
        expect(all(joinSpans([...a, ...b]))).toEqual(sorted([...some, ...others]));
        expect(all(intersectSpans(a, b))).toEqual(sorted(some.filter((uid) => others.includes(uid))));
        expect(all(subtractSpans(a, b))).toEqual(sorted(some.filter((uid) => !others.includes(uid))));
        expect(parseUidSet(formatUidSet(a))).toEqual(a);
        expect(firstUids(a, 3)).toEqual(sorted(some).slice(0, 3));
      }),
    );
  });
});
