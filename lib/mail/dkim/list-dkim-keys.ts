import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { toDkimKeyItems } from './dkim-key-item.ts';
import type { DkimKeyItem } from './dkim-key-schema.ts';
import { listDkimKeyRows } from './store.ts';

/** The keys that sign mails, with the records to publish. Administrators only. */
export async function listDkimKeys(ctx: Ctx, query: ListQuery): Promise<ListPage<DkimKeyItem>> {
  requireAdministrator(ctx.actor);
  const page = await listDkimKeyRows(ctx.db, query);
  return { ...page, items: await toDkimKeyItems(ctx, page.items) };
}
