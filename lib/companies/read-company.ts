import { canSeeCompany, requireSignedIn } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { CompanyItem } from './company-schema.ts';
import { findCompany } from './store.ts';

/**
 * One company.
 * @throws AppError `not_found`, also for one the actor does not belong to (administrators see all)
 */
export async function readCompany(ctx: Ctx, id: number): Promise<CompanyItem> {
  requireSignedIn(ctx.actor);
  const isVisible = ctx.actor.role === 'administrator' || canSeeCompany(ctx.actor, id);
  const found = isVisible ? await findCompany(ctx.db, id) : null;
  if (!found) throw new AppError('not_found', `There is no company ${id}.`);
  return found;
}
