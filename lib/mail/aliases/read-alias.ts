import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { AliasItem } from './alias-schema.ts';
import { selectAlias } from './store.ts';

/** One alias. Administrators only. @throws AppError `not_found` */
export async function readAlias(ctx: Ctx, id: number): Promise<AliasItem> {
  requireAdministrator(ctx.actor);
  const found = await selectAlias(ctx.db, id);
  if (!found) throw new AppError('not_found', `There is no alias ${id}.`);
  return found;
}
