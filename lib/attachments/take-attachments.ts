import { invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { linkAttachments } from './store.ts';

/**
 * Gives the actor's uploads to a message.
 * @throws AppError `invalid` when one is not the actor's, belongs to another message, or does not exist
 */
export async function takeAttachments(
  ctx: Ctx,
  ids: number[],
  target: { model: string; recordId: number; messageId: number },
): Promise<void> {
  const { model, recordId, messageId } = target;
  const taken = await linkAttachments(ctx.db, ids, { model, recordId, messageId, createdBy: ctx.actor.userId });
  const missing = ids.find((id) => !taken.includes(id));
  if (missing === undefined) return;
  throw invalidField('attachments', `There is no attachment ${missing} that can be sent. Upload the file again.`);
}
