import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ScheduledActionItem } from './scheduled-action-schema.ts';
import { listActionRows } from './store.ts';

/** Everything that runs by the clock, with its last result. Administrators only. */
export async function listScheduledActions(ctx: Ctx, query: ListQuery): Promise<ListPage<ScheduledActionItem>> {
  requireAdministrator(ctx.actor);
  return listActionRows(ctx.db, query);
}
