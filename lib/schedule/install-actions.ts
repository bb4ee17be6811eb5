import type { Ctx } from '#lib/db/context.ts';
import { type ScheduledAction, scheduledActions } from './actions.ts';
import { allowedInterval } from './shortest-interval.ts';
import { insertMissingActions } from './store.ts';

/** Makes sure that every action of this version has its row; those that have one keep what administrators chose. */
export async function installActions(ctx: Ctx, actions: readonly ScheduledAction[] = scheduledActions): Promise<void> {
  const nextRunAt = ctx.now();
  const rows: Parameters<typeof insertMissingActions>[1] = [];
  for (const { run: _run, ...row } of actions) {
    rows.push({ ...row, ...(await allowedInterval(ctx, row.key, row)), nextRunAt });
  }
  await insertMissingActions(ctx.db, rows);
}
