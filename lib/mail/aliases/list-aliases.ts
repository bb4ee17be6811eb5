import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { AliasItem } from './alias-schema.ts';
import { listAliasRows } from './store.ts';

/** Aliases, also inactive ones (`active=true` leaves them out). Administrators only. */
export async function listAliases(ctx: Ctx, query: ListQuery): Promise<ListPage<AliasItem>> {
  requireAdministrator(ctx.actor);
  return listAliasRows(ctx.db, query);
}
