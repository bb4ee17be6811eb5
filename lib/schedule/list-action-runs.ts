import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readScheduledAction } from './read-scheduled-action.ts';
import type { ActionRunItem } from './scheduled-action-schema.ts';
import { listRunRows } from './store.ts';

/** The runs of one action of the last 30 days, with their logs. */
export async function listActionRuns(
  ctx: Ctx,
  idOrKey: number | string,
  query: ListQuery,
): Promise<ListPage<ActionRunItem>> {
  const { id } = await readScheduledAction(ctx, idOrKey);
  return listRunRows(ctx.db, id, query);
}
