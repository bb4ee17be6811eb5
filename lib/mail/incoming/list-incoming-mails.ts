import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { IncomingMailItem } from './incoming-mail-schema.ts';
import { loadIncomingMailPage } from './load-incoming-mails.ts';
import { nameRoutes } from './trace/name-routes.ts';

/** Every mail that reached us, and what became of it, with the documents by name. Administrators only. */
export async function listIncomingMails(ctx: Ctx, query: ListQuery): Promise<ListPage<IncomingMailItem>> {
  requireAdministrator(ctx.actor);
  const page = await loadIncomingMailPage(ctx.db, query);
  return { ...page, items: await nameRoutes(ctx, page.items) };
}
