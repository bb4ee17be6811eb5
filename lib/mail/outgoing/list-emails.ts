import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { EmailItem } from './email-schema.ts';
import { listEmailRows } from './store.ts';

/** All mails, the newest first. Administrators only. */
export async function listEmails(ctx: Ctx, query: ListQuery): Promise<ListPage<EmailItem>> {
  requireAdministrator(ctx.actor);
  return listEmailRows(ctx.db, query);
}
