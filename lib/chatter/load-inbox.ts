import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { contact } from '#drizzle/schema/contact.ts';
import { delivery } from '#drizzle/schema/email.ts';
import { message, notification } from '#drizzle/schema/message.ts';
import type { Db } from '#lib/db/client.ts';
import type { ListSource } from '#lib/db/list-rows.ts';

export interface InboxRow {
  id: number;
  messageId: number;
  model: string;
  recordId: number;
  authorName: string;
  subject: string | null;
  bodyHtml: string;
  internal: boolean;
  readAt: Date | null;
  createdAt: Date;
}

/** What waits in somebody's Inbox; read entries too when `withRead`. */
export function inboxSource(contactId: number, withRead: boolean): ListSource<InboxRow> {
  return {
    table: notification,
    id: notification.id,
    select: {
      id: notification.id,
      messageId: notification.messageId,
      model: message.model,
      recordId: message.recordId,
      authorName: sql<string>`coalesce(${contact.name}, ${message.authorName}, 'Unknown')`.as('author_name_shown'),
      subject: message.subject,
      bodyHtml: sql<string>`left(coalesce(${message.visibleHtml}, ${message.bodyHtml}), 4000)`.as('body_start'),
      internal: message.internal,
      readAt: notification.readAt,
      createdAt: notification.createdAt,
    },
    join: (query) =>
      query
        .innerJoin(message, eq(message.id, notification.messageId))
        .leftJoin(contact, eq(contact.id, message.authorContactId)) as never,
    sortable: { createdAt: notification.createdAt, id: notification.id },
    filterable: { model: message.model, recordId: message.recordId },
    where: and(
      eq(notification.contactId, contactId),
      eq(notification.channel, 'inbox'),
      withRead ? undefined : isNull(notification.readAt),
    ),
  };
}

export async function countUnread(db: Db, contactId: number): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(notification)
    .where(and(eq(notification.contactId, contactId), eq(notification.channel, 'inbox'), isNull(notification.readAt)));
  return row?.count ?? 0;
}

export interface FailureItem {
  notificationId: number;
  messageId: number;
  model: string;
  recordId: number;
  name: string;
  email: string;
  failureType: string | null;
  reason: string | null;
  createdAt: Date;
}

/** Failures of messages somebody wrote that nobody acknowledged, newest first. */
export async function loadFailures(db: Db, userId: number, limit: number): Promise<FailureItem[]> {
  const rows = await db
    .select({
      notificationId: notification.id,
      messageId: message.id,
      model: sql<string>`${message.model}`,
      recordId: sql<number>`${message.recordId}`,
      name: notification.name,
      email: notification.email,
      failureType: sql<string | null>`coalesce(${notification.failureType}, ${delivery.failureType})`,
      reason: sql<string | null>`coalesce(${notification.reason}, ${delivery.reason}, ${delivery.smtpReply})`,
      createdAt: message.createdAt,
    })
    .from(notification)
    .innerJoin(message, eq(message.id, notification.messageId))
    .leftJoin(delivery, eq(delivery.id, notification.deliveryId))
    .where(and(eq(message.createdBy, userId), openFailure()))
    .orderBy(sql`${notification.id} desc`)
    .limit(limit);
  return rows;
}

function openFailure(): SQL | undefined {
  const failed = inArray(delivery.state, ['failed', 'bounced', 'unknown']);
  return and(isNull(notification.ignoredAt), or(sql`${notification.failureType} is not null`, failed));
}
