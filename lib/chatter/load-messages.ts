import { and, desc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { contact } from '#drizzle/schema/contact.ts';
import { delivery } from '#drizzle/schema/email.ts';
import { incomingMail } from '#drizzle/schema/incoming-mail.ts';
import { message, notification } from '#drizzle/schema/message.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { MessageKind } from '#lib/core/enumerations.ts';
import type { SenderAuthentication } from '#lib/core/sender-authentication.ts';
import type { Db } from '#lib/db/client.ts';
import type { ListSource } from '#lib/db/list-rows.ts';
import { statement } from '#lib/db/statement.ts';
import type { MailAddress } from '#lib/mail/message/address.ts';
import type { Ancestor } from '#lib/mail/message/references.ts';
import { type EnvelopeRecipient, recipientState } from './envelope-state.ts';

export type MessageRow = typeof message.$inferSelect;

/** A message as stored, with what is known of its author today. */
export interface MessageSummary {
  id: number;
  model: string | null;
  recordId: number | null;
  kind: MessageKind;
  internal: boolean;
  authorContactId: number | null;
  authorName: string | null;
  authorEmail: string | null;
  authorUserId: number | null;
  subject: string | null;
  bodyHtml: string;
  visibleHtml: string | null;
  messageId: string;
  parentId: number | null;
  incomingTo: MessageRow['incomingTo'];
  incomingCc: MessageRow['incomingCc'];
  incomingMailId: number | null;
  authentication: SenderAuthentication | null;
  recipients: MessageRow['recipients'];
  createdBy: number | null;
  scheduledAt: Date | null;
  editedAt: Date | null;
  deletedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

const select = {
  id: message.id,
  model: message.model,
  recordId: message.recordId,
  kind: message.kind,
  internal: message.internal,
  authorContactId: message.authorContactId,
  authorName: sql<string | null>`coalesce(${contact.name}, ${message.authorName})`.as('author_name_shown'),
  authorEmail: sql<string | null>`coalesce(${message.authorEmail}, ${contact.email})`.as('author_email_shown'),
  authorUserId: sql<number | null>`(select min(u.id) from ${userAccount} u
    where u.contact_id = ${message.authorContactId} and u.active)`.as('author_user_id'),
  subject: message.subject,
  bodyHtml: message.bodyHtml,
  visibleHtml: message.visibleHtml,
  messageId: message.messageId,
  parentId: message.parentId,
  incomingTo: message.incomingTo,
  incomingCc: message.incomingCc,
  incomingMailId: message.incomingMailId,
  authentication: sql<SenderAuthentication | null>`(select i.authentication from ${incomingMail} i
    where i.id = ${message.incomingMailId})`.as('sender_authentication'),
  recipients: message.recipients,
  createdBy: message.createdBy,
  scheduledAt: message.scheduledAt,
  editedAt: message.editedAt,
  deletedAt: message.deletedAt,
  createdAt: message.createdAt,
  updatedAt: message.updatedAt,
};

/** The posted messages of one document, and those that still wait for their hour of the user who wrote them. */
export function messageSource(model: string, recordId: number, userId: number | null): ListSource<MessageSummary> {
  const text = sql`regexp_replace(coalesce(${message.visibleHtml}, ${message.bodyHtml}), '<[^>]*>', ' ', 'g')`;
  return {
    table: message,
    id: message.id,
    select,
    join: (query) => query.leftJoin(contact, eq(contact.id, message.authorContactId)) as never,
    sortable: { sequence: message.sequence, createdAt: message.createdAt, id: message.id },
    filterable: { kind: message.kind, internal: message.internal, id: message.id, createdAt: message.createdAt },
    search: sql`lower(coalesce(${message.subject}, '') || ' ' || coalesce(${contact.name}, ${message.authorName}, '') || ' ' || ${text})`,
    where: and(eq(message.model, model), eq(message.recordId, recordId), visibleTo(userId)),
  };
}

function visibleTo(userId: number | null): SQL | undefined {
  const posted = isNull(message.scheduledAt);
  return userId === null ? posted : or(posted, eq(message.createdBy, userId));
}

/** One message of a document. */
export async function loadMessage(db: Db, model: string, recordId: number, id: number): Promise<MessageSummary | null> {
  const [row] = await db
    .select(select)
    .from(message)
    .leftJoin(contact, eq(contact.id, message.authorContactId))
    .where(and(eq(message.id, id), eq(message.model, model), eq(message.recordId, recordId)));
  return row ?? null;
}

/** The whole row, whatever document it belongs to. */
export async function loadMessageRow(db: Db, id: number): Promise<MessageRow | null> {
  const [row] = await db.select().from(message).where(eq(message.id, id));
  return row ?? null;
}

export type Parent = Pick<MessageRow, 'id' | 'model' | 'recordId' | 'authorContactId'>;

/** Where a message that is answered stands, and who wrote it. */
export async function loadParent(db: Db, id: number): Promise<Parent | null> {
  const [row] = await selectParent(db, { id });
  return row ?? null;
}

const selectParent = statement((db, { id }: { id: number }) =>
  db
    .select({
      id: message.id,
      model: message.model,
      recordId: message.recordId,
      authorContactId: message.authorContactId,
    })
    .from(message)
    .where(eq(message.id, id)),
);

/** Ids of the newest messages of a document before `beforeId`, oldest first: what References may name. */
export async function loadAncestors(db: Db, model: string, recordId: number, beforeId: number): Promise<Ancestor[]> {
  const rows = await db
    .select({ messageId: message.messageId, internal: message.internal })
    .from(message)
    .where(
      and(
        eq(message.model, model),
        eq(message.recordId, recordId),
        isNull(message.scheduledAt),
        sql`${message.id} <> ${beforeId}`,
      ),
    )
    .orderBy(desc(message.sequence))
    .limit(32);
  return rows.reverse().map((row) => ({ messageId: row.messageId, public: !row.internal }));
}

/** Who was told about some messages and what became of it, by message. */
export async function loadEnvelopes(db: Db, messageIds: number[]): Promise<Map<number, EnvelopeRecipient[]>> {
  const envelopes = new Map<number, EnvelopeRecipient[]>();
  if (messageIds.length === 0) return envelopes;
  const rows = await db
    .select({
      messageId: notification.messageId,
      notificationId: notification.id,
      contactId: notification.contactId,
      name: notification.name,
      email: notification.email,
      channel: notification.channel,
      failureType: notification.failureType,
      reason: notification.reason,
      ignoredAt: notification.ignoredAt,
      deliveryId: notification.deliveryId,
      emailId: delivery.emailId,
      deliveryState: delivery.state,
      deliveryFailureType: delivery.failureType,
      deliveryReason: sql<string | null>`coalesce(${delivery.reason}, ${delivery.smtpReply})`,
    })
    .from(notification)
    .leftJoin(delivery, eq(delivery.id, notification.deliveryId))
    .where(inArray(notification.messageId, messageIds))
    .orderBy(notification.id);
  for (const { messageId, ignoredAt, deliveryState, deliveryFailureType, deliveryReason, ...row } of rows) {
    const recipient = {
      ...row,
      state: recipientState(row, deliveryState),
      failureType: row.failureType ?? deliveryFailureType,
      reason: row.reason ?? deliveryReason,
      ignored: ignoredAt !== null,
    };
    envelopes.set(messageId, [...(envelopes.get(messageId) ?? []), recipient]);
  }
  return envelopes;
}

/** Everybody in From, To and Cc of the newest mail a document received. */
export async function loadLastIncoming(db: Db, model: string, recordId: number): Promise<MailAddress[]> {
  const [row] = await db
    .select({
      name: message.authorName,
      address: message.authorEmail,
      to: message.incomingTo,
      cc: message.incomingCc,
    })
    .from(message)
    .where(and(eq(message.model, model), eq(message.recordId, recordId), eq(message.kind, 'email')))
    .orderBy(desc(message.sequence))
    .limit(1);
  if (!row) return [];
  const author = row.address ? [{ name: row.name ?? '', address: row.address }] : [];
  return [...author, ...(row.to ?? []), ...(row.cc ?? [])];
}
