import type { ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';

/** Whether a query says itself which of active and archived it wants; without that a list shows the active ones. */
export function asksForArchived(query: ListQuery): boolean {
  return query.filters.some((filter) => filter.field === 'active' || filter.field === 'id');
}

/** The ids of everything a query matches, page by page, at most `limit`. */
export async function listMatchingIds<Row extends { id: number }>(
  ctx: Ctx,
  source: ListSource<Row>,
  query: ListQuery,
  limit: number,
): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRows(ctx.db, source, { ...query, limit: 200, offset: undefined, cursor });
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor && ids.length < limit);
  return ids.slice(0, limit);
}
