import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ScheduledActionItem } from './scheduled-action-schema.ts';
import { findAction, findActionItem } from './store.ts';

/**
 * One scheduled action, by id or key.
 * @throws AppError `not_found`
 */
export async function readScheduledAction(ctx: Ctx, idOrKey: number | string): Promise<ScheduledActionItem> {
  requireAdministrator(ctx.actor);
  const isId = typeof idOrKey === 'number' || /^\d{1,9}$/.test(idOrKey);
  const row = await findAction(ctx.db, isId ? Number(idOrKey) : idOrKey);
  const item = row && (await findActionItem(ctx.db, row.id));
  if (!item) throw new AppError('not_found', `There is no scheduled action "${String(idOrKey).slice(0, 50)}".`);
  return item;
}
