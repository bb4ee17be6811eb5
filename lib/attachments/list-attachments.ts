import type { Ctx } from '#lib/db/context.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { type AttachmentItem, toAttachmentItem } from './attachment-item.ts';
import { selectRecordAttachments } from './store.ts';

/** The newest 500 files of a document, of its messages included, without pictures inside texts. */
export async function listAttachments(ctx: Ctx, input: { model: string; recordId: number }): Promise<AttachmentItem[]> {
  await readRecord(ctx, input.model, input.recordId);
  const rows = await selectRecordAttachments(ctx.db, input.model, input.recordId);
  return rows.map(toAttachmentItem);
}
