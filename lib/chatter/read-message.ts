import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { loadMessage, type MessageSummary } from './load-messages.ts';
import { type MessageItem, toMessageItems } from './message-item.ts';

export interface MessageAddress {
  model: string;
  recordId: number;
  /** Number of the message, not its Message-ID. */
  id: number;
}

/**
 * One message with its files and envelope.
 * @throws AppError `not_found` for a document or message the actor may not see
 */
export async function readMessage(ctx: Ctx, address: MessageAddress): Promise<MessageItem> {
  const message = await findMessage(ctx, address);
  const [item] = await toMessageItems(ctx, [message]);
  return item as MessageItem;
}

/**
 * The message, after the check that the actor may see its document. Waiting ones are their author's alone.
 * @throws AppError `not_found`
 */
export async function findMessage(ctx: Ctx, { model, recordId, id }: MessageAddress): Promise<MessageSummary> {
  await readRecord(ctx, model, recordId);
  const message = await loadMessage(ctx.db, model, recordId, id);
  const isHidden = message?.scheduledAt && message.createdBy !== ctx.actor.userId;
  if (message && !isHidden) return message;
  throw new AppError('not_found', `There is no message ${id} here. It may have been removed.`);
}
