import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { findEntry } from './store.ts';
import type { SuppressionItem, SuppressionList } from './suppression-schema.ts';

/** One address of a list, also one taken off it. Administrators only. @throws AppError `not_found` */
export async function readEntry(ctx: Ctx, list: SuppressionList, id: number): Promise<SuppressionItem> {
  requireAdministrator(ctx.actor);
  const found = await findEntry(ctx.db, list, id);
  if (!found) throw new AppError('not_found', `There is no entry ${id} on this list.`);
  return found;
}
