import { deleteMessageAttachments } from '#lib/attachments/attachments-of-messages.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { mayDelete } from './message-item.ts';
import { findMessage, type MessageAddress } from './read-message.ts';
import { deleteScheduledMessage, lockMessage, updateMessage } from './store.ts';

/**
 * Empties a message: its place in the thread stays, so that answers still find it. One that waits for its hour is
 * taken back altogether.
 * @throws AppError `forbidden` for somebody else's message; `conflict` when its hour came meanwhile
 */
export async function deleteMessage(ctx: Ctx, input: MessageAddress): Promise<void> {
  const message = await findMessage(ctx, input);
  if (message.deletedAt) return;
  if (!mayDelete(ctx, message))
    throw new AppError('forbidden', 'Only its author or an administrator may delete a message.');
  await inTransaction(ctx, async (tx) => {
    const locked = await lockMessage(tx.db, message.id);
    if (!locked) return;
    if (message.scheduledAt && !locked.scheduledAt)
      throw new AppError('conflict', 'This message was sent just now; it cannot be taken back. Reload to see it.');
    await deleteMessageAttachments(tx, message.id);
    const emptied = { bodyHtml: '', visibleHtml: null, subject: null, deletedAt: tx.now() };
    if (message.scheduledAt) await deleteScheduledMessage(tx.db, message.id);
    else await updateMessage(tx.db, message.id, emptied);
    await recordAudit(tx, {
      action: 'message.delete',
      targetType: input.model,
      targetId: input.recordId,
      before: { id: message.id },
    });
    await publishEvent(tx.db, { topic: 'thread', model: input.model, recordId: input.recordId });
  });
}
