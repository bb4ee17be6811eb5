import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { OutgoingServerItem } from './outgoing-server-schema.ts';
import { listOutgoingServerRows } from './store.ts';

/** Outgoing servers, archived ones too (`active=true` leaves them out). Administrators only. */
export async function listOutgoingServers(ctx: Ctx, query: ListQuery): Promise<ListPage<OutgoingServerItem>> {
  requireAdministrator(ctx.actor);
  return listOutgoingServerRows(ctx.db, query);
}
