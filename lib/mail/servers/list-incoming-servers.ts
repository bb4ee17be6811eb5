import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { IncomingServerItem } from './incoming-server-schema.ts';
import { loadIncomingServerPage } from './load-incoming-servers.ts';

/** Incoming servers, archived ones too (`active=true` leaves them out). Administrators only. */
export async function listIncomingServers(ctx: Ctx, query: ListQuery): Promise<ListPage<IncomingServerItem>> {
  requireAdministrator(ctx.actor);
  return loadIncomingServerPage(ctx.db, query);
}
