import type { ListFields, ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listRows } from '#lib/db/list-rows.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { messageSource } from './load-messages.ts';
import { type MessageItem, toMessageItems } from './message-item.ts';

export const messageListFields: ListFields = {
  sortable: ['sequence', 'createdAt', 'id'],
  filterable: ['kind', 'internal', 'id', 'createdAt'],
  defaultSort: '-sequence',
};

/**
 * A document's chatter, newest first; `q` searches text, subjects and authors. Messages that wait for their hour
 * (`scheduledAt`) are listed for their author alone, before the others.
 * @throws AppError `not_found` for a document the actor may not see
 */
export async function listMessages(
  ctx: Ctx,
  record: { model: string; recordId: number },
  query: ListQuery,
): Promise<ListPage<MessageItem>> {
  await readRecord(ctx, record.model, record.recordId);
  const page = await listRows(ctx.db, messageSource(record.model, record.recordId, ctx.actor.userId), query);
  return { ...page, items: await toMessageItems(ctx, page.items) };
}
