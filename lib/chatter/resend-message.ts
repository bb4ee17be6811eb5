import type { z } from 'zod';
import { attachmentIdsIn } from '#lib/attachments/attachment-url.ts';
import { attachmentsOfMessages } from '#lib/attachments/attachments-of-messages.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { updateRecord } from '#lib/documents/update-record.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { retryEmail } from '#lib/mail/outgoing/retry-email.ts';
import { resendMessageBody } from './chatter-schema.ts';
import { type EnvelopeRecipient, hasFailed } from './envelope-state.ts';
import { loadEnvelopes, type MessageSummary } from './load-messages.ts';
import { loadPeople } from './load-people.ts';
import { mailNotifications } from './mail-notifications.ts';
import type { MessageItem } from './message-item.ts';
import { failureWords } from './publish-message.ts';
import { findMessage, type MessageAddress, readMessage } from './read-message.ts';
import { ensureContentIds, ignoreNotifications, lockMessage, renewNotification } from './store.ts';
import { howNotified, type Notified } from './who-is-notified.ts';

export type ResendInput = MessageAddress & z.input<typeof resendMessageBody>;

/**
 * Sends a message again to recipients who did not get it, where asked to a corrected address (which the contact then
 * keeps), and acknowledges the failure of others.
 * @throws AppError `conflict` when somebody named did not fail; `invalid` for an address that cannot be one
 */
export async function resendMessage(ctx: Ctx, input: ResendInput): Promise<MessageItem> {
  const message = await findMessage(ctx, input);
  const { retry, ignore } = parseInput(resendMessageBody, { retry: input.retry, ignore: input.ignore });
  await inTransaction(ctx, async (tx) => {
    // Of two at the same time the second finds nobody left who failed, instead of mailing everybody twice.
    await lockMessage(tx.db, message.id);
    const recipients = (await loadEnvelopes(tx.db, [message.id])).get(message.id) ?? [];
    const failed = recipients.filter((recipient) => hasFailed(recipient.state));
    const corrected = [];
    for (const { contactId, email } of retry) {
      const recipient = failedRecipient(failed, contactId);
      const isSame = !email || normaliseAddress(email) === normaliseAddress(recipient.email);
      if (!isSame) await updateRecord(tx, 'contact', contactId, { email });
      if (isSame && recipient.emailId !== null && recipient.deliveryId !== null) await retryDelivery(tx, recipient);
      else corrected.push(recipient);
    }
    if (corrected.length > 0) await mailAgain(tx, message, corrected);
    const ignored = ignore.map((contactId) => failedRecipient(failed, contactId).notificationId);
    await ignoreNotifications(tx.db, ignored, tx.now());
    await publishEvent(tx.db, { topic: 'thread', model: input.model, recordId: input.recordId });
  });
  return readMessage(ctx, input);
}

function failedRecipient(failed: EnvelopeRecipient[], contactId: number): EnvelopeRecipient {
  const found = failed.find((recipient) => recipient.contactId === contactId);
  if (found) return found;
  throw new AppError(
    'conflict',
    `Contact ${contactId} is not among those the message did not reach. Reload to see where it stands.`,
  );
}

async function retryDelivery(ctx: Ctx, recipient: EnvelopeRecipient): Promise<void> {
  const { notificationId, email, emailId, deliveryId } = recipient;
  // Emails are the administrators' screen; a message is retried by whoever sees its document.
  const elevated: Ctx = { ...ctx, actor: { ...ctx.actor, role: 'administrator' } };
  await retryEmail(elevated, { id: emailId ?? 0, deliveryIds: [deliveryId ?? 0] });
  await renewNotification(ctx.db, notificationId, { email, deliveryId, failureType: null, reason: null });
}

/** One new mail, with the same text and Message-ID, to those whose address was wrong or missing. */
async function mailAgain(ctx: Ctx, message: MessageSummary, recipients: EnvelopeRecipient[]): Promise<void> {
  const model = message.model ?? '';
  const recordId = message.recordId ?? 0;
  const ids = recipients.flatMap(({ contactId }) => contactId ?? []);
  const people = await loadPeople(ctx.db, model, recordId, ids);
  const again = people
    .filter(({ contactId }) => ids.includes(contactId))
    .map((person) => ({ ...howNotified(person), channel: 'email' as const }));
  const facts = await modelOf(model).recordFacts(ctx, recordId);
  const attachments = (await attachmentsOfMessages(ctx, [message.id])).get(message.id) ?? [];
  const attachmentIds = attachments.map((attachment) => attachment.id);
  const pictures = attachmentIdsIn(message.bodyHtml).filter((id) => attachmentIds.includes(id));
  const plain = { explicitIds: [], incoming: [], alreadyAddressed: [], silent: false };
  const publication = { message: { ...message, model, recordId }, facts, attachmentIds, ...plain };
  const usable = again.filter((person) => !person.failureType);
  const deliveryOf =
    usable.length > 0
      ? await mailNotifications(ctx, publication, usable, await ensureContentIds(ctx.db, pictures))
      : new Map<string, number>();
  for (const { contactId, notificationId } of recipients) {
    const person = again.find((candidate) => candidate.contactId === contactId);
    if (person) await renewNotification(ctx.db, notificationId, renewed(person, deliveryOf));
  }
}

function renewed(person: Notified, deliveryOf: Map<string, number>) {
  const { email, failureType } = person;
  const deliveryId = deliveryOf.get(normaliseAddress(email)) ?? null;
  return { email, deliveryId, failureType, reason: failureWords(person) };
}
