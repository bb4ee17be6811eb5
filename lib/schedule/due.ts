import type { IntervalUnit } from '#lib/core/enumerations.ts';

export interface Interval {
  /** 1 or more. */
  intervalNumber: number;
  intervalUnit: IntervalUnit;
}

const unitMs = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 7 * 86_400_000 };

/**
 * When an action runs next: the first of `planned`, `planned` + 1 interval, + 2 ... that lies after `now`. Counted from
 * the plan and not from the end of the run, so that a slow run or an outage never shifts the time of day.
 * Months keep the day of the plan where they have it, and their last day where not; runs that were missed on the way do
 * not shorten it. A plan for the 31st that did fall on the 28th is from then on a plan for the 28th: only the next run
 * is kept, and that it once meant the last day cannot be told from it. Choose a day up to the 28th for monthly work.
 * @param planned the run that was due, in UTC; one still to come stays as it is
 */
export function nextRunAfter(planned: Date, interval: Interval, now: Date): Date {
  if (planned.getTime() > now.getTime()) return planned;
  if (interval.intervalUnit === 'months') return nextByMonths(planned, interval.intervalNumber, now);
  const step = interval.intervalNumber * unitMs[interval.intervalUnit];
  const missed = Math.floor((now.getTime() - planned.getTime()) / step);
  return new Date(planned.getTime() + (missed + 1) * step);
}

function nextByMonths(planned: Date, months: number, now: Date): Date {
  const between = (now.getUTCFullYear() - planned.getUTCFullYear()) * 12 + now.getUTCMonth() - planned.getUTCMonth();
  const steps = Math.max(1, Math.floor(between / months));
  const next = addMonths(planned, steps * months);
  return next.getTime() > now.getTime() ? next : addMonths(planned, (steps + 1) * months);
}

/** The same day and time so many months later, in UTC; the last of the month where it has no such day. */
function addMonths(date: Date, months: number): Date {
  const moved = new Date(date);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(date.getUTCDate(), lastDay));
  return moved;
}
