import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import type { DocumentItem } from './document-definition.ts';
import { modelOf } from './registry.ts';

/**
 * Changes the fields given; a new owner follows the document.
 * @throws AppError `not_found`; `invalid` with one entry a faulty field
 */
export async function updateRecord(ctx: Ctx, model: string, id: number, input: unknown): Promise<DocumentItem> {
  const item = await modelOf(model).update(ctx, id, input);
  await publishEvent(ctx.db, { topic: 'thread', model, recordId: id });
  return item;
}
