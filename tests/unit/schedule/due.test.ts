import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IntervalUnit } from '#lib/core/enumerations.ts';
import { nextRunAfter } from '#lib/schedule/due.ts';

type Case = [planned: string, number: number, unit: IntervalUnit, now: string, next: string];

const cases: Case[] = [
  ['2026-11-22T10:00:00Z', 5, 'minutes', '2026-11-22T10:00:00Z', '2026-11-22T10:05:00Z'],
  ['2026-11-22T10:00:00Z', 5, 'minutes', '2026-11-22T10:00:03Z', '2026-11-22T10:05:00Z'],
  ['2026-11-22T10:00:00Z', 5, 'minutes', '2026-11-22T10:04:59Z', '2026-11-22T10:05:00Z'],
  ['2026-11-22T10:00:00Z', 5, 'minutes', '2026-11-22T10:05:00Z', '2026-11-22T10:10:00Z'],
  ['2026-11-22T10:00:00Z', 5, 'minutes', '2026-11-23T09:13:00Z', '2026-11-23T09:15:00Z'],
  ['2026-11-22T10:00:00Z', 2, 'hours', '2026-11-22T17:00:00Z', '2026-11-22T18:00:00Z'],
  ['2026-11-22T06:30:00Z', 1, 'days', '2026-11-25T06:29:00Z', '2026-11-25T06:30:00Z'],
  ['2026-11-22T06:30:00Z', 1, 'weeks', '2026-11-30T00:00:00Z', '2026-12-06T06:30:00Z'],
  ['2026-11-15T08:00:00Z', 1, 'months', '2026-11-15T08:00:01Z', '2026-12-15T08:00:00Z'],
  ['2026-01-31T08:00:00Z', 1, 'months', '2026-01-31T09:00:00Z', '2026-02-28T08:00:00Z'],
  ['2026-01-31T08:00:00Z', 1, 'months', '2026-03-01T00:00:00Z', '2026-03-31T08:00:00Z'],
  ['2026-01-31T08:00:00Z', 1, 'months', '2027-04-30T09:00:00Z', '2027-05-31T08:00:00Z'],
  ['2026-02-28T08:00:00Z', 1, 'months', '2026-02-28T08:00:01Z', '2026-03-28T08:00:00Z'],
  ['2026-01-15T08:00:00Z', 3, 'months', '2026-12-20T00:00:00Z', '2027-01-15T08:00:00Z'],
  ['2026-11-22T10:00:00Z', 5, 'minutes', '2026-11-22T09:00:00Z', '2026-11-22T10:00:00Z'],
];

describe('An action runs next at a whole number of intervals after its plan', () => {
  test.each(cases)('planned %s, every %i %s, now %s: %s', (planned, intervalNumber, intervalUnit, now, next) => {
    const interval = { intervalNumber, intervalUnit };
    expect(nextRunAfter(new Date(planned), interval, new Date(now))).toEqual(new Date(next));
  });
});

test('the next run always lies ahead, and never a whole interval further than need be', () => {
  const units = fc.constantFrom<IntervalUnit>('minutes', 'hours', 'days', 'weeks', 'months');
  const longest = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000, months: 31 * 86_400_000 };
  const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(
      moments,
      moments,
      fc.integer({ min: 1, max: 100 }),
      units,
      (planned, now, intervalNumber, intervalUnit) => {
        fc.pre(planned <= now);
        const next = nextRunAfter(planned, { intervalNumber, intervalUnit }, now);
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(intervalNumber * longest[intervalUnit]);
      },
    ),
  );
});
