import { AppError, invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { isEmptyHtml } from '#lib/mail/message/html.ts';
import { editMessageSchema } from './chatter-schema.ts';
import { composedHtml } from './composed-html.ts';
import { type MessageItem, mayEdit } from './message-item.ts';
import { findMessage, type MessageAddress, readMessage } from './read-message.ts';
import { updateMessage } from './store.ts';

/**
 * Changes the text of a message. No mail goes out: who was mailed keeps the old text.
 * @throws AppError `forbidden` for somebody else's message or a received mail; `invalid` for an empty text
 */
export async function editMessage(ctx: Ctx, input: MessageAddress & { body: string }): Promise<MessageItem> {
  const message = await findMessage(ctx, input);
  if (!mayEdit(ctx, message)) {
    throw new AppError(
      'forbidden',
      'Only its author or an administrator may change a message, and received mail stays as it came.',
    );
  }
  const { body } = parseInput(editMessageSchema, { body: input.body });
  const bodyHtml = composedHtml(body);
  if (isEmptyHtml(bodyHtml)) throw invalidField('body', 'The message would be empty. Delete it instead.');
  await inTransaction(ctx, async (tx) => {
    await updateMessage(tx.db, message.id, { bodyHtml, visibleHtml: null, editedAt: tx.now() });
    await publishEvent(tx.db, { topic: 'thread', model: input.model, recordId: input.recordId });
  });
  return readMessage(ctx, input);
}
