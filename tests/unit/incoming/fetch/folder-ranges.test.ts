import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Disposition,
  extendRanges,
  noteUid,
  pendingUids,
  settleUid,
  type UidRange,
} from '#lib/mail/incoming/fetch/folder-ranges.ts';

/** Ranges as `1-3 stored, 4 absent`. */
const shown = (ranges: UidRange[]) =>
  ranges.map(({ from, to, disposition }) => `${from === to ? from : `${from}-${to}`} ${disposition}`).join(', ');

describe('the books of a folder', () => {
  test('neighbours that fared alike stand together, and what is missing between them is absent', () => {
    let ranges: UidRange[] = [];
    for (const uid of [1, 2, 5, 6]) ranges = noteUid(ranges, uid, 'stored');
    expect(shown(ranges)).toBe('1-2 stored, 3-4 absent, 5-6 stored');
    expect(shown(extendRanges(ranges, 9, 'absent'))).toBe('1-2 stored, 3-4 absent, 5-6 stored, 7-9 absent');
  });

  test('a mail that was waiting is settled in its place', () => {
    const ranges = [{ from: 1, to: 4, disposition: 'pending' }];
    expect(pendingUids(ranges)).toEqual([1, 2, 3, 4]);
    expect(shown(settleUid(ranges, 2, 'stored'))).toBe('1 pending, 2 stored, 3-4 pending');
    expect(shown(settleUid(settleUid(ranges, 2, 'stored'), 1, 'stored'))).toBe('1-2 stored, 3-4 pending');
  });

  test('balance whatever happens: no gap, no overlap, every number once', () => {
    const dispositions: Disposition[] = ['pending', 'stored', 'refused', 'read_before', 'absent'];
    const step = fc.record({ ahead: fc.integer({ min: 1, max: 5 }), what: fc.constantFrom(...dispositions) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let ranges: UidRange[] = [];
        for (const { ahead, what } of steps) ranges = noteUid(ranges, (ranges.at(-1)?.to ?? 0) + ahead, what);
        const end = ranges.at(-1)?.to;
        for (const uid of pendingUids(ranges)) ranges = settleUid(ranges, uid, 'stored');
        expect(ranges.at(-1)?.to).toBe(end);
        expect(pendingUids(ranges)).toEqual([]);
        for (const [index, range] of ranges.entries()) {
          expect(range.from).toBe((ranges[index - 1]?.to ?? 0) + 1);
          expect(range.to).toBeGreaterThanOrEqual(range.from);
          expect(range.disposition).not.toBe(ranges[index - 1]?.disposition);
        }
      }),
    );
  });
});
