import { randomBytes } from 'node:crypto';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { absoluteLinks, hasRelativeLinks } from '#lib/mail/message/absolute-links.ts';
import { makeMessageId } from '#lib/mail/message/message-id.ts';
import { assertDraftSafe, type CheckedRecipient, checkRecipient } from '#lib/mail/outgoing/queue/check-draft.ts';
import type { EmailDraft } from '#lib/mail/outgoing/queue/email-draft.ts';
import { type Lane, laneFor } from '#lib/mail/outgoing/queue/lanes.ts';
import { insertDeliveries, insertEmail } from '#lib/mail/outgoing/queue/store.ts';
import { baseUrl } from '#lib/parameters/base-url.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';

export interface EnqueuedEmail {
  emailId: number;
  deliveries: { id: number; recipient: string; contactId: number | null }[];
}

/**
 * Keeps a mail and its deliveries, and its job, in the caller's transaction: what is committed is sent. A recipient
 * that cannot be reached by mail fails alone (`mail_email_invalid`); a mail without recipients is kept as failed.
 * @throws AppError `invalid` naming the field that would break a header
 */
export async function enqueueEmail(ctx: Ctx, draft: EmailDraft): Promise<EnqueuedEmail> {
  assertDraftSafe(draft);
  const recipients = draft.recipients.map(checkRecipient);
  const usable = recipients.some((recipient) => recipient.usable);
  const lane = draft.lane ?? (await laneOf(ctx, draft));
  const emailId = await insertEmail(ctx.db, {
    ...contentOf(draft),
    lane,
    bodyHtml: await htmlFor(ctx, draft),
    ...stateOf(recipients),
    messageId: draft.messageId ?? (await newMessageId(ctx, draft)),
    createdBy: ctx.actor.userId,
  });
  const dueAt = draft.scheduledAt ?? ctx.now();
  const rows = recipients.map((recipient) => deliveryOf(emailId, lane, recipient, dueAt));
  const deliveries = rows.length > 0 ? await insertDeliveries(ctx.db, rows) : [];
  if (usable) await ctx.jobs.send(ctx.db, 'send-email', { emailId }, draft.scheduledAt ?? undefined);
  await publishEvent(ctx.db, { topic: 'emails' });
  return { emailId, deliveries };
}

/** Each copy is a mail of its own: many of them wait for the queue. */
async function laneOf(ctx: Ctx, { recipients }: EmailDraft): Promise<Lane> {
  const copies = new Set(recipients.map((recipient) => recipient.copy ?? 0)).size;
  return laneFor(copies, await readParameter(ctx, 'mail.mail.force.send.limit'));
}

function contentOf(draft: EmailDraft) {
  return {
    subject: draft.subject.trim(),
    fromAddress: draft.from?.trim() || null,
    toAddresses: draft.to?.trim() ?? '',
    ccAddresses: draft.cc?.trim() ?? '',
    replyTo: draft.replyTo?.trim() || null,
    bodyText: draft.text ?? null,
    headers: draft.automatic ? { 'Auto-Submitted': 'auto-generated', ...draft.headers } : (draft.headers ?? {}),
    attachmentIds: draft.attachmentIds ?? [],
    references: draft.references ?? null,
    nullSender: draft.nullSender ?? false,
    threadMessageId: draft.threadMessageId ?? null,
    model: draft.model ?? null,
    recordId: draft.recordId ?? null,
    companyId: draft.companyId ?? null,
    forcedServerId: draft.forcedServerId ?? null,
    scheduledAt: draft.scheduledAt ?? null,
  };
}

/** Paths of our own pages mean nothing in a mailbox; the parameter is read only where there are some. */
async function htmlFor(ctx: Ctx, { html }: EmailDraft): Promise<string> {
  return hasRelativeLinks(html) ? absoluteLinks(html, await baseUrl(ctx)) : html;
}

function stateOf(recipients: CheckedRecipient[]) {
  if (recipients.length === 0) {
    const failureReason = 'The mail has no recipients. Add at least one, then send it again.';
    return { state: 'failed' as const, failureType: 'mail_email_missing' as const, failureReason };
  }
  const unusable = recipients.find((recipient) => !recipient.usable);
  if (!unusable) return { state: 'outgoing' as const };
  const type = unusable.email === '' ? ('mail_email_missing' as const) : ('mail_email_invalid' as const);
  return { state: 'failed' as const, failureType: type, failureReason: unusable.reason };
}

function deliveryOf(emailId: number, lane: Lane, checked: CheckedRecipient, dueAt: Date) {
  const { recipient, usable } = checked;
  return {
    emailId,
    recipient: checked.email,
    recipientName: checked.name,
    contactId: recipient.contactId ?? null,
    copy: recipient.copy ?? 0,
    headerTo: recipient.headerTo ?? null,
    personalisation: recipient.personalisation ?? null,
    lane,
    nextAttemptAt: dueAt,
    state: usable ? ('queued' as const) : ('failed' as const),
    failureType: usable
      ? null
      : checked.email === ''
        ? ('mail_email_missing' as const)
        : ('mail_email_invalid' as const),
    reason: checked.reason,
  };
}

/** Its right side is a domain of ours: an id under a partner's domain looks forged to spam filters. */
async function newMessageId(ctx: Ctx, draft: EmailDraft): Promise<string> {
  const domain = await loadAliasDomain(ctx, draft.companyId ?? null);
  return makeMessageId({
    random: randomBytes(12).toString('hex'),
    unixTime: ctx.now().getTime() / 1000,
    model: draft.model,
    recordId: draft.recordId,
    host: domain?.name ?? new URL(ctx.env.publicUrl).hostname,
  });
}
