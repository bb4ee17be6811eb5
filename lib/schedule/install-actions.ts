import type { Ctx } from '#lib/db/context.ts';
import { type ScheduledAction, scheduledActions } from './actions.ts';
import { insertMissingActions } from './store.ts';

/** Makes sure that every action of this version has its row; those that have one keep what administrators chose. */
export async function installActions(ctx: Ctx, actions: readonly ScheduledAction[] = scheduledActions): Promise<void> {
  const nextRunAt = ctx.now();
  const rows = actions.map(({ run: _run, ...row }) => ({ ...row, nextRunAt }));
  await insertMissingActions(ctx.db, rows);
}
