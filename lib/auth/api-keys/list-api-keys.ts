import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ApiKeyItem } from './api-key-schema.ts';
import { listKeyRows } from './store.ts';

/** API keys: one's own, and for administrators everybody's. */
export async function listApiKeys(ctx: Ctx, query: ListQuery): Promise<ListPage<ApiKeyItem>> {
  requireSignedIn(ctx.actor);
  return listKeyRows(ctx.db, query, ctx.actor.role === 'administrator' ? null : ctx.actor.userId);
}
