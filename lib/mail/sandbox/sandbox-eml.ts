import { hasOneTimeLink, seesOneTimeLinks } from '#lib/auth/one-time-links.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { readBlob } from '#lib/blobs/read-blob.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { selectSandboxMessage } from '#lib/mail/sandbox/store.ts';

/**
 * The raw bytes of a mail in the sandbox.
 * @throws AppError `not_found`; `forbidden` for a program that may not set passwords, where it holds a link that does
 */
export async function sandboxEml(ctx: Ctx, id: number): Promise<{ fileName: string; content: Buffer }> {
  requireAdministrator(ctx.actor);
  const row = await selectSandboxMessage(ctx.db, id);
  if (!row) throw new AppError('not_found', `There is no mail ${id} in the sandbox.`);
  const content = await readBlob(ctx, row.sha256);
  if (!seesOneTimeLinks(ctx.actor)) await assertWithoutLink(content);
  return { fileName: `sandbox-${id}.eml`, content };
}

async function assertWithoutLink(content: Buffer): Promise<void> {
  const { html, text } = await parseMail(content);
  if (!hasOneTimeLink(`${html ?? ''} ${text}`)) return;
  throw new AppError('forbidden', 'This mail holds a link that sets a password: the API key needs users:write for it.');
}
