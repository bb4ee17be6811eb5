import { storeBlob } from '#lib/blobs/store-blob.ts';
import type { Ctx } from '#lib/db/context.ts';
import { safeContentType, safeFileName } from './file-name.ts';
import { insertAttachment } from './store.ts';

/** A file that came with a mail. */
export interface MailedFile {
  filename: string;
  contentType: string;
  content: Uint8Array;
  /** Where the content is kept already. */
  stored?: { sha256: string; size: number } | undefined;
  /** Without angle brackets; null: not shown within the text. */
  contentId: string | null;
}

/** Keeps a file of a received mail with its message, whatever its size: the mail was accepted whole. */
export async function keepAttachment(
  ctx: Ctx,
  file: MailedFile,
  target: { model: string; recordId: number; messageId: number },
): Promise<{ id: number; contentId: string | null }> {
  const { sha256, size } = file.stored ?? (await storeBlob(ctx, file.content));
  const { contentId } = file;
  const name = safeFileName(file.filename);
  const contentType = safeContentType(file.contentType);
  return insertAttachment(ctx.db, { ...target, sha256, size, name, contentType, contentId });
}
