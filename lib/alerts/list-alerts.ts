import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { AlertItem } from './alert-schema.ts';
import { listAlertRows } from './store.ts';

/** Open and resolved alerts; `resolved=false` for the open ones. Administrators only. */
export async function listAlerts(ctx: Ctx, query: ListQuery): Promise<ListPage<AlertItem>> {
  requireAdministrator(ctx.actor);
  return listAlertRows(ctx.db, query);
}
