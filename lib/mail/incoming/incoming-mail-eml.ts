import { streamBlob } from '#lib/blobs/read-blob.ts';
import type { Ctx } from '#lib/db/context.ts';
import { requireStoredMail } from './read-incoming-mail.ts';

/** The raw mail as it reached us, byte by byte. Administrators only. @throws AppError `not_found` */
export async function incomingMailEml(
  ctx: Ctx,
  id: number,
): Promise<{ filename: string; size: number; content: AsyncGenerator<Buffer> }> {
  const row = await requireStoredMail(ctx, id);
  return { filename: `incoming-mail-${id}.eml`, size: row.size, content: streamBlob(ctx, row.sha256) };
}
