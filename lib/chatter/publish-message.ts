import { attachmentIdsIn } from '#lib/attachments/attachment-url.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import type { RecordFacts } from '#lib/documents/document-definition.ts';
import { loadOwnAddresses } from '#lib/mail/aliases/load-own-addresses.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { loadPeople } from './load-people.ts';
import { mailNotifications } from './mail-notifications.ts';
import { ensureContentIds, insertNotifications } from './store.ts';
import { type Notified, whoIsNotified } from './who-is-notified.ts';

/** A message that stands in its thread and is now to reach people. */
export interface Publication {
  message: {
    id: number;
    model: string;
    recordId: number;
    subject: string | null;
    bodyHtml: string;
    messageId: string;
    internal: boolean;
    authorContactId: number | null;
    authorName: string | null;
    authorEmail: string | null;
  };
  facts: RecordFacts;
  explicitIds: number[];
  attachmentIds: number[];
  /** To and Cc of the mail being relayed. */
  incoming: { name: string; address: string }[];
  alreadyAddressed: string[];
  silent: boolean;
  /** Whether people without a user are told; true unless said otherwise. */
  notifyOutside?: boolean | undefined;
}

/**
 * Tells everybody concerned, within the caller's transaction: notification rows, the mail with one delivery a person,
 * Inbox entries, live events.
 */
export async function publishMessage(ctx: Ctx, publication: Publication): Promise<Notified[]> {
  const { message } = publication;
  const notified = await decideWho(ctx, publication);
  const byMail = notified.filter((person) => person.channel === 'email' && !person.failureType);
  const pictures = attachmentIdsIn(message.bodyHtml).filter((id) => publication.attachmentIds.includes(id));
  const deliveryOf =
    byMail.length > 0
      ? await mailNotifications(ctx, publication, byMail, await ensureContentIds(ctx.db, pictures))
      : new Map<string, number>();
  const rows = notified.map((person) => notificationRow(message.id, person, deliveryOf));
  await insertNotifications(ctx.db, rows);
  await publishEvent(ctx.db, { topic: 'thread', model: message.model, recordId: message.recordId });
  for (const { channel, userId } of notified) {
    if (channel === 'inbox' && userId !== null) await publishEvent(ctx.db, { topic: 'inbox', userId });
  }
  return notified;
}

async function decideWho(
  ctx: Ctx,
  { message, explicitIds, alreadyAddressed, silent, notifyOutside = true }: Publication,
): Promise<Notified[]> {
  const people = await loadPeople(ctx.db, message.model, message.recordId, explicitIds);
  const { authorContactId, authorEmail, internal } = message;
  const announcement = { internal, authorContactId, authorEmail, alreadyAddressed, silent, notifyOutside };
  const told = whoIsNotified({ ...announcement, ownAddresses: [] }, people);
  // Which addresses are ours is asked only of those who would be told.
  const addresses = told.notified.flatMap(({ email }) => (email ? [normaliseAddress(email)] : []));
  const ownAddresses = await loadOwnAddresses(ctx, addresses);
  const { notified, trace } = ownAddresses.length > 0 ? whoIsNotified({ ...announcement, ownAddresses }, people) : told;
  ctx.log.debug({ messageId: message.id, trace }, 'Who is notified');
  return notified;
}

function notificationRow(messageId: number, person: Notified, deliveryOf: Map<string, number>) {
  const { contactId, name, email, channel, failureType } = person;
  const deliveryId = channel === 'email' ? (deliveryOf.get(normaliseAddress(email)) ?? null) : null;
  return { messageId, contactId, name, email, channel, deliveryId, failureType, reason: failureWords(person) };
}

/** Why a mail cannot even be tried, and what to do. */
export function failureWords({
  name,
  email,
  failureType,
}: Pick<Notified, 'name' | 'email' | 'failureType'>): string | null {
  if (failureType === 'mail_email_missing') return `${name} has no email address. Add one to the contact and retry.`;
  if (failureType === 'mail_email_invalid') return `"${email}" is not an email address. Correct it and retry.`;
  return null;
}
