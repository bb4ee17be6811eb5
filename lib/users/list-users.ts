import { companyScope, requireSignedIn } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listUserRows } from './store.ts';
import type { UserItem } from './user-schema.ts';

/** The users: administrators see all of them, everybody else the colleagues in their own companies. */
export async function listUsers(ctx: Ctx, query: ListQuery): Promise<ListPage<UserItem>> {
  requireSignedIn(ctx.actor);
  return listUserRows(ctx.db, query, ctx.actor.role === 'administrator' ? null : companyScope(ctx.actor));
}
