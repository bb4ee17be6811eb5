import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type ScheduledAction, scheduledActions } from './actions.ts';
import { leaseMs, type RunOptions, runClaimedAction } from './run-claimed-action.ts';
import type { RunResult } from './scheduled-action-schema.ts';
import { claimDueAction } from './store.ts';

/**
 * Runs what is due. Any number of processes may call it at once: each due action runs in one of them. Actions run side
 * by side, so that a slow one does not keep the others waiting.
 */
export async function runDueActions(
  ctx: Ctx,
  options: RunOptions,
  actions: readonly ScheduledAction[] = scheduledActions,
): Promise<RunResult[]> {
  const running: Promise<RunResult>[] = [];
  const waiting = new Map(actions.map((action) => [action.key, action]));
  while (waiting.size > 0 && !options.signal.aborted) {
    const now = ctx.now();
    const row = await claimDueAction(ctx.db, [...waiting.keys()], now, addMilliseconds(now, leaseMs));
    const action = row && waiting.get(row.key);
    if (!action) break;
    waiting.delete(row.key);
    const run = runClaimedAction(ctx, row, action, options);
    // Heard below; but the next claim may fail first, and an error that nobody hears ends the process.
    run.catch(() => undefined);
    running.push(run);
  }
  return Promise.all(running);
}
