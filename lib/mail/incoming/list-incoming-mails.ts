import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { IncomingMailItem } from './incoming-mail-schema.ts';
import { loadIncomingMailPage } from './load-incoming-mails.ts';

/** Every mail that reached us, and what became of it. Administrators only. */
export async function listIncomingMails(ctx: Ctx, query: ListQuery): Promise<ListPage<IncomingMailItem>> {
  requireAdministrator(ctx.actor);
  return loadIncomingMailPage(ctx.db, query);
}
