import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readAttachment } from './read-attachment.ts';
import { deleteAttachments } from './store.ts';

/**
 * Removes an upload that no message carries yet.
 * @throws AppError `not_found`; `in_use` once it belongs to a message
 */
export async function deleteAttachment(ctx: Ctx, id: number): Promise<void> {
  const found = await readAttachment(ctx, id);
  if (found.messageId !== null) {
    throw new AppError('in_use', `${found.name} belongs to a message that was sent. Delete the message instead.`);
  }
  await deleteAttachments(ctx.db, [id]);
}
