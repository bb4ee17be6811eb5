import { requireSignedIn } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { findUser, findUserCompanies } from './store.ts';
import type { UserItem } from './user-schema.ts';

export interface Preferences extends UserItem {
  /** The first is the default for new documents. */
  companies: { id: number; name: string }[];
}

/** The signed-in user: what the frame shows and what the preferences page edits. */
export async function readPreferences(ctx: Ctx): Promise<Preferences> {
  requireSignedIn(ctx.actor);
  const user = ctx.actor.userId === null ? null : await findUser(ctx.db, ctx.actor.userId);
  if (!user) throw new AppError('forbidden', 'Only a user has preferences.');
  return { ...user, companies: await findUserCompanies(ctx.db, user.id) };
}
