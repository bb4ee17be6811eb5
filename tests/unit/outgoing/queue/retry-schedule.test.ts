import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveUpAfter, nextAttemptAt, readServerHint } from '#lib/mail/outgoing/queue/retry-schedule.ts';

const now = new Date('2026-03-01T12:00:00Z');
const minutes = (attempt: number, random = 0.5, hint: number | null = null) =>
  (nextAttemptAt(attempt, now, random, hint).getTime() - now.getTime()) / 60_000;

describe('the wait before the next attempt', () => {
  it.each([
    [1, 1],
    [2, 5],
    [3, 15],
    [4, 30],
    [5, 60],
    [6, 120],
    [7, 240],
    [8, 240],
    [30, 240],
  ])('after attempt %i is %i minutes', (attempt, expected) => {
    expect(minutes(attempt)).toBe(expected);
  });

  it('is up to 20 % shorter or longer', () => {
    expect(minutes(3, 0)).toBe(12);
    expect(minutes(3, 1)).toBe(18);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const spread = minutes(attempt, random) / minutes(attempt);
        expect(spread).toBeGreaterThanOrEqual(0.799);
        expect(spread).toBeLessThanOrEqual(1.201);
      }),
    );
  });

  it('is never shorter than the server asked for, and never longer than a day for it', () => {
    expect(minutes(1, 0.5, 600_000)).toBe(10);
    expect(minutes(7, 0.5, 600_000)).toBe(240);
    expect(minutes(1, 0.5, 90 * 3_600_000)).toBe(24 * 60);
  });
});

it.each([
  ['450 4.2.0 Greylisted, try again in 5 minutes', 300_000],
  ['451 4.7.1 Greylisting in action, please come back in 00:05:00', null],
  ['450 4.7.1 Please try again in 300 seconds', 300_000],
  ['451 Temporarily deferred, retry after 2 hours', 7_200_000],
  ['421 Try again later', null],
  ['450 mailbox busy', null],
  ['450 Greylisted for 60s', 60_000],
])('reads what the server asks for in "%s"', (reply, expected) => {
  expect(readServerHint(reply)).toBe(expected);
});

it('tries person-to-person mail for five days and bulk mail for two', () => {
  expect(giveUpAfter(0)).toBe(5 * 86_400_000);
  expect(giveUpAfter(10)).toBe(2 * 86_400_000);
});
