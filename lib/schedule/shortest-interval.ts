import type { Ctx } from '#lib/db/context.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import type { Interval } from './due.ts';

/** Minutes between two fetches in the online edition, where many databases share the machines. */
const onlineFetchMinutes = 60;

/** The shortest interval an action may have here, in minutes; null: as short as one likes. */
export async function shortestInterval(ctx: Ctx, key: string): Promise<number | null> {
  if (key !== 'fetchmail-service') return null;
  return (await readParameter(ctx, 'perfectwork.edition')) === 'online' ? onlineFetchMinutes : null;
}

/** Whether an interval is shorter than so many minutes; only minutes can be. */
export function isShorter({ intervalNumber, intervalUnit }: Interval, minutes: number | null): boolean {
  return minutes !== null && intervalUnit === 'minutes' && intervalNumber < minutes;
}

/** The interval an action really runs in: a chosen one that is too short counts as the shortest allowed. */
export async function allowedInterval(ctx: Ctx, key: string, chosen: Interval): Promise<Interval> {
  const minutes = await shortestInterval(ctx, key);
  return minutes !== null && isShorter(chosen, minutes) ? { intervalNumber: minutes, intervalUnit: 'minutes' } : chosen;
}
