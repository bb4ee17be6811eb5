import { requireAdministrator } from '#lib/auth/permissions.ts';
import { readBlob } from '#lib/blobs/read-blob.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { selectSandboxMessage } from '#lib/mail/sandbox/store.ts';

/**
 * The raw bytes of a mail in the sandbox.
 * @throws AppError `not_found`
 */
export async function sandboxEml(ctx: Ctx, id: number): Promise<{ fileName: string; content: Buffer }> {
  requireAdministrator(ctx.actor);
  const row = await selectSandboxMessage(ctx.db, id);
  if (!row) throw new AppError('not_found', `There is no mail ${id} in the sandbox.`);
  return { fileName: `sandbox-${id}.eml`, content: await readBlob(ctx, row.sha256) };
}
