import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { toDkimKeyItems } from './dkim-key-item.ts';
import type { DkimKeyItem } from './dkim-key-schema.ts';
import { selectDkimKey } from './store.ts';

/**
 * One signing key with the record to publish. Administrators only.
 * @throws AppError `not_found`
 */
export async function readDkimKey(ctx: Ctx, id: number): Promise<DkimKeyItem> {
  requireAdministrator(ctx.actor);
  const row = await selectDkimKey(ctx.db, id);
  const [item] = row ? await toDkimKeyItems(ctx, [row]) : [];
  if (!item) throw new AppError('not_found', `There is no signing key ${id}. It may have been deleted.`);
  return item;
}
