import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { RefusedRecipient } from './refused-recipient-schema.ts';
import { listRefusedRows } from './store.ts';

/** Recipients the mail listener refused, the newest 2 000 addresses. Administrators only. */
export async function listRefusedRecipients(ctx: Ctx, query: ListQuery): Promise<ListPage<RefusedRecipient>> {
  requireAdministrator(ctx.actor);
  return listRefusedRows(ctx.db, query);
}
