import { companyScope, requireSignedIn } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { findUser } from './store.ts';
import type { UserItem } from './user-schema.ts';

/**
 * One user. Administrators may read anybody, everybody else the colleagues in their own companies and themselves.
 * @throws AppError `not_found`, also for somebody of other companies
 */
export async function readUser(ctx: Ctx, id: number): Promise<UserItem> {
  requireSignedIn(ctx.actor);
  const user = await findUser(ctx.db, id);
  if (!user || !isColleague(ctx, user)) throw new AppError('not_found', `There is no user ${id}.`);
  return user;
}

function isColleague({ actor }: Ctx, user: UserItem): boolean {
  const scope = companyScope(actor);
  if (actor.role === 'administrator' || scope === null || user.id === actor.userId) return true;
  return user.companyIds.some((id) => scope.includes(id));
}
