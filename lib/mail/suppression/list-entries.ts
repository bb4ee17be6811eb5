import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listEntryRows } from './store.ts';
import type { SuppressionItem, SuppressionList } from './suppression-schema.ts';

/** The addresses that are on a list; those taken off it only where the query asks with `active`. Administrators only. */
export async function listEntries(
  ctx: Ctx,
  list: SuppressionList,
  query: ListQuery,
): Promise<ListPage<SuppressionItem>> {
  requireAdministrator(ctx.actor);
  const asked = query.filters.some(({ field }) => field === 'active');
  const filters = asked ? query.filters : [...query.filters, { field: 'active', operator: 'in', values: ['true'] }];
  return listEntryRows(ctx.db, list, { ...query, filters } as ListQuery);
}
