import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { AliasDomainItem } from './alias-domain-schema.ts';
import { selectAliasDomain } from './store.ts';

/** One alias domain. Administrators only. @throws AppError `not_found` */
export async function readAliasDomain(ctx: Ctx, id: number): Promise<AliasDomainItem> {
  requireAdministrator(ctx.actor);
  const found = await selectAliasDomain(ctx.db, id);
  if (!found) throw new AppError('not_found', `There is no alias domain ${id}.`);
  return found;
}
