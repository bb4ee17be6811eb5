import type { Ctx } from '#lib/db/context.ts';
import { type AttachmentItem, toAttachmentItem } from './attachment-item.ts';
import { deleteAttachments, selectMessageAttachments } from './store.ts';

/** The files of some messages, by message. Whoever asks has checked that the actor sees the messages. */
export async function attachmentsOfMessages(ctx: Ctx, messageIds: number[]): Promise<Map<number, AttachmentItem[]>> {
  const rows = await selectMessageAttachments(ctx.db, messageIds);
  return Map.groupBy(rows.map(toAttachmentItem), (item) => item.messageId ?? 0);
}

/** Removes the files of a message that is being emptied. */
export async function deleteMessageAttachments(ctx: Ctx, messageId: number): Promise<void> {
  const rows = await selectMessageAttachments(ctx.db, [messageId]);
  await deleteAttachments(
    ctx.db,
    rows.map((row) => row.id),
  );
}
