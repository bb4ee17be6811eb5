import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import type { AttachmentLinkItem } from './attachment-link-schema.ts';
import { insertAttachmentLinks, lockEmailLinks, selectEmailLinks } from './load-attachment-links.ts';

const dayMs = 86_400_000;

/**
 * The links that stand for files in a mail, in the order given. Made once a mail: every copy and every attempt carries
 * the same ones, a revoked one stays revoked.
 */
export async function makeEmailLinks(
  ctx: Ctx,
  emailId: number,
  attachmentIds: number[],
): Promise<AttachmentLinkItem[]> {
  const known = byFile(await selectEmailLinks(ctx.db, emailId));
  const all = attachmentIds.every((id) => known.has(id)) ? known : await addMissing(ctx, emailId, attachmentIds);
  return attachmentIds.flatMap((id) => all.get(id) ?? []);
}

/** The links a mail carries already; most carry none. */
export function readEmailLinks(ctx: Ctx, emailId: number): Promise<AttachmentLinkItem[]> {
  return selectEmailLinks(ctx.db, emailId);
}

async function addMissing(ctx: Ctx, emailId: number, attachmentIds: number[]) {
  const days = await readParameter(ctx, 'mail.attachment.link.days');
  return inTransaction(ctx, async (tx) => {
    await lockEmailLinks(tx.db, emailId);
    const known = byFile(await selectEmailLinks(tx.db, emailId));
    const missing = attachmentIds.filter((id) => !known.has(id));
    const expiresAt = addMilliseconds(ctx.now(), days * dayMs);
    const rows = missing.map((attachmentId) => ({ attachmentId, emailId, expiresAt }));
    if (rows.length > 0) await insertAttachmentLinks(tx.db, rows);
    return byFile(await selectEmailLinks(tx.db, emailId));
  });
}

function byFile(links: AttachmentLinkItem[]): Map<number, AttachmentLinkItem> {
  return new Map(links.map((link) => [link.attachmentId, link]));
}
