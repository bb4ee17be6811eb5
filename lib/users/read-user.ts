import { requireSignedIn } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { findUser } from './store.ts';
import type { UserItem } from './user-schema.ts';

/**
 * One user. Everybody may know their colleagues.
 * @throws AppError `not_found`
 */
export async function readUser(ctx: Ctx, id: number): Promise<UserItem> {
  requireSignedIn(ctx.actor);
  const user = await findUser(ctx.db, id);
  if (!user) throw new AppError('not_found', `There is no user ${id}.`);
  return user;
}
