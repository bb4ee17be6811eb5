import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { AttachmentLinkItem } from './attachment-link-schema.ts';
import { markLinkRevoked, selectAttachmentLink } from './load-attachment-links.ts';

/**
 * Ends a download link at once; revoking twice does nothing. Administrators only.
 * @throws AppError `not_found`
 */
export async function revokeAttachmentLink(ctx: Ctx, id: number): Promise<AttachmentLinkItem> {
  requireAdministrator(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    const isNew = await markLinkRevoked(tx.db, id, ctx.now());
    const found = await selectAttachmentLink(tx.db, id);
    if (!found) throw new AppError('not_found', `There is no download link ${id}.`);
    const { contentType: _contentType, sha256: _sha256, ...item } = found;
    if (isNew) {
      const facts = { name: item.name, emailId: item.emailId };
      await recordAudit(tx, {
        action: 'attachment-link.revoke',
        targetType: 'attachment-link',
        targetId: id,
        after: facts,
      });
      await publishEvent(tx.db, { topic: 'emails' });
    }
    return item;
  });
}
