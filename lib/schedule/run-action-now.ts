import { requireAdministrator } from '#lib/auth/permissions.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type ScheduledAction, scheduledActions } from './actions.ts';
import { readScheduledAction } from './read-scheduled-action.ts';
import { leaseMs, runClaimedAction } from './run-claimed-action.ts';
import type { RunResult } from './scheduled-action-schema.ts';
import { claimAction } from './store.ts';

/**
 * Runs one action at once, due or not, active or not, and waits for it.
 * @param idOrKey e.g. `3`, `'3'` or `'fetchmail-service'`
 * @throws AppError `conflict` while it runs already; `not_found`
 */
export async function runActionNow(
  ctx: Ctx,
  idOrKey: number | string,
  signal: AbortSignal = new AbortController().signal,
  actions: readonly ScheduledAction[] = scheduledActions,
): Promise<RunResult> {
  requireAdministrator(ctx.actor);
  const item = await readScheduledAction(ctx, idOrKey);
  const action = actions.find(({ key }) => key === item.key);
  if (!action) throw new AppError('not_found', `${item.name} is no longer part of this version.`);
  const now = ctx.now();
  const row = await claimAction(ctx.db, item.id, now, addMilliseconds(now, leaseMs));
  if (!row) throw new AppError('conflict', `${item.name} is running already. Wait until it has finished.`);
  return runClaimedAction(ctx, row, action, { startedBy: 'manual', signal });
}
