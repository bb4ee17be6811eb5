import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { AliasDomainItem } from './alias-domain-schema.ts';
import { listAliasDomainRows } from './store.ts';

/** Alias domains; the first by sequence is the default. Administrators only. */
export async function listAliasDomains(ctx: Ctx, query: ListQuery): Promise<ListPage<AliasDomainItem>> {
  requireAdministrator(ctx.actor);
  return listAliasDomainRows(ctx.db, query);
}
