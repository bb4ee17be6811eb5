import { requireSignedIn } from '#lib/auth/permissions.ts';
import { streamBlob } from '#lib/blobs/read-blob.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { isDocumentModel } from '#lib/documents/registry.ts';
import { type AttachmentItem, toAttachmentItem } from './attachment-item.ts';
import { type AttachmentRow, selectAttachment } from './store.ts';

/**
 * An attachment and its bytes. Who sees the document sees what is attached to it; an upload that belongs to no document
 * yet is its creator's alone.
 * @throws AppError `not_found`, whichever of the two it is
 */
export async function readAttachment(
  ctx: Ctx,
  id: number,
): Promise<AttachmentItem & { content: AsyncIterable<Buffer> }> {
  requireSignedIn(ctx.actor);
  const row = await selectAttachment(ctx.db, id);
  if (!row || !(await mayRead(ctx, row))) {
    throw new AppError('not_found', `There is no attachment ${id} you can see. It may have been deleted.`);
  }
  return { ...toAttachmentItem(row), content: streamBlob(ctx, row.sha256) };
}

async function mayRead(ctx: Ctx, row: AttachmentRow): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  if (!isDocumentModel(row.model) || row.recordId === null) return row.createdBy === ctx.actor.userId;
  try {
    await readRecord(ctx, row.model, row.recordId);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return false;
    throw error;
  }
}
