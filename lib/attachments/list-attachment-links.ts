import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { AttachmentLinkItem } from './attachment-link-schema.ts';
import { listAttachmentLinkRows } from './load-attachment-links.ts';

/** The download links that mails carry instead of files. Administrators only. */
export function listAttachmentLinks(ctx: Ctx, query: ListQuery): Promise<ListPage<AttachmentLinkItem>> {
  requireAdministrator(ctx.actor);
  return listAttachmentLinkRows(ctx.db, query);
}
