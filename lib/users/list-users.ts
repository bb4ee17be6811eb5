import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listUserRows } from './store.ts';
import type { UserItem } from './user-schema.ts';

/** The users; everybody may know their colleagues. */
export async function listUsers(ctx: Ctx, query: ListQuery): Promise<ListPage<UserItem>> {
  requireSignedIn(ctx.actor);
  return listUserRows(ctx.db, query);
}
