import { describe, expect, test } from 'vitest';
import { isHopeless, suspect, suspectsInOrder } from '#lib/mail/incoming/fetch/imap/suspects.ts';
import { backoffAfter, usualWatchLimits } from '#lib/mail/incoming/watch/watch-limits.ts';

describe('mails that break a connection', () => {
  test('of a group none is blamed, of one fetched alone each failure counts', () => {
    const group = suspect([], [4, 5], 'broke off', false);
    expect(group.map(({ uid, tries }) => [uid, tries])).toEqual([
      [4, 0],
      [5, 0],
    ]);
    const once = suspect(group, [5], 'broke off again', true);
    expect(once.find(({ uid }) => uid === 5)).toEqual({ uid: 5, tries: 1, reason: 'broke off again' });
    expect(once).toHaveLength(2);
  });

  test('come after those that failed less', () => {
    const known = suspect(suspect([], [1], 'x', true), [2, 3], 'x', false);
    expect(suspectsInOrder(known).map(({ uid }) => uid)).toEqual([2, 3, 1]);
  });

  test('are given up after three failures of their own, or at once when they announce too much', () => {
    const tried = (tries: number) => ({ uid: 1, tries, reason: '' });
    expect(isHopeless(tried(2), '')).toBe(false);
    expect(isHopeless(tried(3), '')).toBe(true);
    expect(isHopeless(tried(1), 'LiteralTooLarge')).toBe(true);
    expect(isHopeless(tried(1), 'EConnectionClosed')).toBe(false);
  });

  test('are never remembered without end', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => index + 1);
    expect(suspect([], many, 'x', false).length).toBeLessThanOrEqual(2000);
  });
});

test('pauses before connecting again double, up to five minutes', () => {
  expect([1, 2, 3, 20].map((failures) => backoffAfter(failures, usualWatchLimits))).toEqual([
    2000, 4000, 8000, 300_000,
  ]);
});
