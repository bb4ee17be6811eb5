import { requireSignedIn } from '#lib/auth/permissions.ts';
import { storeBlob } from '#lib/blobs/store-blob.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { type AttachmentItem, toAttachmentItem } from './attachment-item.ts';
import { safeContentType, safeFileName } from './file-name.ts';
import { insertAttachment } from './store.ts';

/** Bytes of one file: what most mail servers still take after base64 (25 MB). */
export const maxAttachmentSize = 25_000_000;

export interface NewAttachment {
  /** As the browser or the mail says; made safe here. */
  name: string | null | undefined;
  contentType: string | null | undefined;
  content: Uint8Array | AsyncIterable<Uint8Array>;
  /** Without these the upload is its creator's alone until a message takes it. */
  model?: string | undefined;
  recordId?: number | undefined;
}

/**
 * Keeps an uploaded file, all of it or nothing.
 * @throws AppError `too_large` beyond 25 MB; `not_found` for a document the actor may not see
 */
export async function createAttachment(ctx: Ctx, input: NewAttachment): Promise<AttachmentItem> {
  requireSignedIn(ctx.actor);
  const { model, recordId } = input;
  if (model !== undefined && recordId !== undefined) await readRecord(ctx, model, recordId);
  const name = safeFileName(input.name);
  const stored = await keepContent(ctx, name, input.content);
  const row = await inTransaction(ctx, (tx) =>
    insertAttachment(tx.db, {
      ...stored,
      name,
      contentType: safeContentType(input.contentType),
      model: recordId === undefined ? null : model,
      recordId: model === undefined ? null : recordId,
      createdBy: ctx.actor.userId,
    }),
  );
  return toAttachmentItem(row);
}

async function keepContent(ctx: Ctx, name: string, content: NewAttachment['content']) {
  try {
    return await storeBlob(ctx, content, maxAttachmentSize);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'too_large') throw error;
    const message = `${name} is larger than 25 MB, more than most mailboxes accept. Share it as a link, or send a smaller file.`;
    throw new AppError('too_large', message, { cause: error });
  }
}
