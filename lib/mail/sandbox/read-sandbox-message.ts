import { maskOneTimeLinks, seesOneTimeLinks } from '#lib/auth/one-time-links.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { readBlob } from '#lib/blobs/read-blob.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import type { MailAddress } from '#lib/mail/message/address.ts';
import type { SandboxItem } from '#lib/mail/sandbox/sandbox-schema.ts';
import { markSandboxRead, selectSandboxMessage } from '#lib/mail/sandbox/store.ts';

/** A mail of the sandbox, as its recipient sees it. */
export interface SandboxDetail extends SandboxItem {
  author: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  replyTo: MailAddress[];
  date: string | null;
  /** Sanitised. */
  html: string | null;
  text: string;
  headers: { name: string; value: string }[];
  attachments: { filename: string; contentType: string; size: number; inline: boolean }[];
}

/**
 * Opens a mail of the sandbox; the first time it counts as read.
 * @throws AppError `not_found`
 */
export async function readSandboxMessage(ctx: Ctx, id: number): Promise<SandboxDetail> {
  requireAdministrator(ctx.actor);
  const row = await selectSandboxMessage(ctx.db, id);
  if (!row) throw new AppError('not_found', `There is no mail ${id} in the sandbox.`);
  const { sha256, ...item } = row;
  const mail = await parseMail(await readBlob(ctx, sha256));
  await markSandboxRead(ctx.db, id, ctx.now());
  const shown = (text: string) => (seesOneTimeLinks(ctx.actor) ? text : maskOneTimeLinks(text));
  return {
    ...item,
    author: mail.from,
    to: mail.to,
    cc: mail.cc,
    replyTo: mail.replyTo,
    date: mail.date,
    html: mail.html === null ? null : shown(mail.html),
    text: shown(mail.text),
    headers: mail.headers,
    attachments: mail.attachments.map(({ filename, contentType, size, inline }) => ({
      filename,
      contentType,
      size,
      inline,
    })),
  };
}
