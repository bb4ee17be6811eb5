import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { deleteFollower } from './store.ts';

/**
 * Ends somebody's subscription to a document.
 * @throws AppError `not_found` for the document, or when they do not follow it
 */
export async function removeFollower(
  ctx: Ctx,
  input: { model: string; recordId: number; contactId: number },
): Promise<void> {
  const { model, recordId, contactId } = input;
  await readRecord(ctx, model, recordId);
  const removed = await deleteFollower(ctx.db, model, recordId, contactId);
  if (!removed) throw new AppError('not_found', `Contact ${contactId} does not follow this document.`);
  await publishEvent(ctx.db, { topic: 'thread', model, recordId });
}
