import type { AttachmentLinkItem } from '#lib/attachments/attachment-link-schema.ts';
import { attachmentLinkUrl } from '#lib/attachments/attachment-link-url.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { DownloadLink } from '#lib/mail/outgoing/serialize/link-block.ts';
import { baseUrl } from '#lib/parameters/base-url.ts';

/** Links with their addresses, as they stand below the text of a mail. */
export async function toDownloadLinks(ctx: Ctx, links: AttachmentLinkItem[]): Promise<DownloadLink[]> {
  if (links.length === 0) return [];
  const base = await baseUrl(ctx);
  return links.map(({ id, name, size, expiresAt }) => ({
    name,
    size,
    expiresAt,
    url: attachmentLinkUrl(base, ctx.env.appSecret, id),
  }));
}
