import { sweepUploads } from '#lib/blobs/sweep-uploads.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ActionOutcome } from './actions.ts';
import { removeExpiredRows } from './store.ts';

/** Rows of one table removed in one statement. */
export const cleanUpBatch = 1000;
const day = 86_400_000;

/** Removes what has served its time: sessions, links, counters, stored answers, records of runs. */
export async function cleanUp(ctx: Ctx, signal: AbortSignal): Promise<ActionOutcome> {
  const now = ctx.now();
  const limits = {
    session: now,
    userToken: addMilliseconds(now, -30 * day),
    rateLimit: addMilliseconds(now, -day),
    idempotencyKey: addMilliseconds(now, -day),
    scheduledActionRun: addMilliseconds(now, -30 * day),
    outgoingServerUsage: addMilliseconds(now, -8 * day),
  };
  let done = 0;
  let remaining = 0;
  const lines: string[] = [];
  for (const [table, before] of Object.entries(limits) as [keyof typeof limits, Date][]) {
    if (signal.aborted) break;
    const removed = await removeExpiredRows(ctx.db, table, before, cleanUpBatch);
    done += removed;
    if (removed === cleanUpBatch) remaining += 1;
    if (removed > 0) lines.push(`${words[table]}: ${removed} removed.`);
  }
  const chunks = await sweepUploads(ctx);
  if (chunks > 0) lines.push(`Pieces of broken uploads: ${chunks} removed.`);
  return { done: done + chunks, remaining, log: lines.join('\n') || 'Nothing to remove.' };
}

const words = {
  session: 'Ended sign-ins',
  userToken: 'Expired links',
  rateLimit: 'Old counters of attempts',
  idempotencyKey: 'Stored answers older than a day',
  scheduledActionRun: 'Records of runs older than 30 days',
  outgoingServerUsage: 'Counts of quotas older than 8 days',
};
