import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { textToHtml } from '#lib/mail/message/html.ts';
import { loadOutgoingServer } from '#lib/mail/servers/load-sending-servers.ts';
import { type CreateEmailInput, createEmailSchema, type EmailDetail } from './email-schema.ts';
import { loadAttachments } from './load-emails.ts';
import type { DraftRecipient } from './queue/email-draft.ts';
import { enqueueEmail } from './queue/enqueue-email.ts';
import { readEmail } from './read-email.ts';

/**
 * Queues a mail; never waits for a server. To and Cc share one copy, every Bcc gets its own. Administrators only.
 * @throws AppError `invalid` without recipients or with line breaks in a header; `not_found`, `conflict` for the server
 */
export async function createEmail(ctx: Ctx, input: CreateEmailInput): Promise<EmailDetail> {
  requireAdministrator(ctx.actor);
  const mail = parseInput(createEmailSchema, input);
  const open = [...entriesOf(mail.to), ...entriesOf(mail.cc)];
  const hidden = entriesOf(mail.bcc);
  if (open.length + hidden.length === 0) throw invalidField('to', 'Give at least one recipient.');
  if (mail.serverId) await assertServerUsable(ctx, mail.serverId);
  if (mail.attachmentIds) await assertAttachmentsExist(ctx, mail.attachmentIds);
  return inTransaction(ctx, async (tx) => {
    const { emailId } = await enqueueEmail(tx, {
      subject: mail.subject,
      from: mail.from ?? null,
      to: (mail.to ?? []).join(', '),
      cc: (mail.cc ?? []).join(', '),
      replyTo: mail.replyTo ?? null,
      html: mail.html ?? textToHtml(mail.text ?? ''),
      scheduledAt: mail.scheduledAt ?? null,
      companyId: mail.companyId ?? null,
      recipients: [...open.map(onCopy(0)), ...hidden.map((email, index) => onCopy(index + 1)(email))],
      ...(mail.text === undefined ? {} : { text: mail.text }),
      ...(mail.automatic ? { automatic: true } : {}),
      ...(mail.serverId ? { forcedServerId: mail.serverId } : {}),
      ...(mail.attachmentIds ? { attachmentIds: mail.attachmentIds } : {}),
    });
    await recordAudit(tx, { action: 'email.create', targetType: 'email', targetId: emailId });
    return readEmail(tx, emailId);
  });
}

function onCopy(copy: number): (email: string) => DraftRecipient {
  return (email) => ({ email, copy });
}

/** The single addresses of a field, the unusable ones too: each gets its own verdict. Commas in quoted names do not part. */
function entriesOf(field: string[] | undefined): string[] {
  return (field ?? [])
    .flatMap((text) => text.match(/(?:"(?:[^"\\]|\\.)*"|[^,;"]|")+/g) ?? [])
    .map((entry) => entry.trim())
    .filter(Boolean);
}

async function assertAttachmentsExist(ctx: Ctx, ids: number[]): Promise<void> {
  const found = await loadAttachments(ctx, ids);
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0) throw invalidField('attachmentIds', `There is no attachment ${missing.join(', ')}.`);
}

async function assertServerUsable(ctx: Ctx, id: number): Promise<void> {
  const server = await loadOutgoingServer(ctx, id);
  if (!server) throw new AppError('not_found', `There is no outgoing server ${id}.`);
  if (!server.active)
    throw new AppError('conflict', `${server.name} is archived. Restore it, or choose another server.`);
}
