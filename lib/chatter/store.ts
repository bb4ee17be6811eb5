import { and, eq, inArray, isNull, lte, notInArray, sql } from 'drizzle-orm';
import { attachment } from '#drizzle/schema/blob.ts';
import { follower, message, notification, thread } from '#drizzle/schema/message.ts';
import type { Db } from '#lib/db/client.ts';
import { statement } from '#lib/db/statement.ts';

export type NewMessage = typeof message.$inferInsert;
export type NewNotification = typeof notification.$inferInsert;

/** The next place in a document's thread. Holds the thread's row lock until the transaction ends: order is commit order. */
export async function takeSequence(db: Db, model: string, recordId: number): Promise<number> {
  const [row] = await countUp(db, { model, recordId });
  return row?.sequence ?? 1;
}

const countUp = statement((db, { model, recordId }: { model: string; recordId: number }) =>
  db
    .insert(thread)
    .values({ model, recordId, lastSequence: 1 })
    .onConflictDoUpdate({
      target: [thread.model, thread.recordId],
      set: { lastSequence: sql`${thread.lastSequence} + 1` },
    })
    .returning({ sequence: thread.lastSequence }),
);

/** Locks threads until the transaction ends, in an order that is the same for all: they never wait in a circle. */
export async function lockThreadRows(db: Db, threads: { model: string; recordId: number }[]): Promise<void> {
  await lockRows(db, { models: threads.map(({ model }) => model), ids: threads.map(({ recordId }) => recordId) });
}

const lockRows = statement(
  (_, { models, ids }: { models: string[]; ids: number[] }) => sql`
    select 1 from ${thread} t
    where (t.model, t.record_id) in (select * from unnest(${sql.param(models)}::text[], ${sql.param(ids)}::int[]))
    order by t.model, t.record_id for no key update`,
);

/** Adds a message; null when its Message-ID is taken: one mail may have reached two documents. */
export async function insertMessage(db: Db, values: NewMessage): Promise<number | null> {
  const [row] = await addMessage(db, values);
  return row?.id ?? null;
}

const addMessage = statement((db, values: NewMessage) =>
  db.insert(message).values(values).onConflictDoNothing({ target: message.messageId }).returning({ id: message.id }),
);

export async function updateMessage(db: Db, id: number, values: Partial<NewMessage>): Promise<void> {
  await db
    .update(message)
    .set({ ...values, updatedAt: sql`now()` })
    .where(eq(message.id, id));
}

/**
 * Locks a message until the transaction ends, so that two who change it do so one after the other.
 * @returns null when it is gone
 */
export async function lockMessage(db: Db, id: number): Promise<{ scheduledAt: Date | null } | null> {
  const { scheduledAt } = message;
  const [row] = await db.select({ scheduledAt }).from(message).where(eq(message.id, id)).for('no key update');
  return row ?? null;
}

/** Removes a message that was never posted. */
export async function deleteScheduledMessage(db: Db, id: number): Promise<void> {
  await db.delete(message).where(and(eq(message.id, id), sql`${message.scheduledAt} is not null`));
}

/** Messages whose time has come but those of `butIds`, locked: two workers never post the same one. */
export async function lockDueMessages(
  db: Db,
  now: Date,
  limit: number,
  butIds: number[],
): Promise<(typeof message.$inferSelect)[]> {
  return db
    .select()
    .from(message)
    .where(and(lte(message.scheduledAt, now), butIds.length > 0 ? notInArray(message.id, butIds) : undefined))
    .orderBy(message.scheduledAt)
    .limit(limit)
    .for('update', { skipLocked: true });
}

/** Adds who was told; a person who was told already keeps the first row. */
export async function insertNotifications(db: Db, rows: NewNotification[]): Promise<void> {
  if (rows.length > 0) await db.insert(notification).values(rows).onConflictDoNothing();
}

/** Points a notification at another delivery, as if it had never failed. */
export async function renewNotification(
  db: Db,
  id: number,
  values: { email: string; deliveryId: number | null; failureType: string | null; reason: string | null },
): Promise<void> {
  await db
    .update(notification)
    .set({ ...values, ignoredAt: null })
    .where(eq(notification.id, id));
}

/** Acknowledges failures: they no longer turn the envelope red. */
export async function ignoreNotifications(db: Db, ids: number[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(notification)
    .set({ ignoredAt: now })
    .where(and(inArray(notification.id, ids), isNull(notification.ignoredAt)));
}

/** Gives pictures that are shown inside the text the Content-ID a mail refers to them by. */
export async function ensureContentIds(db: Db, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .update(attachment)
    .set({ contentId: sql`coalesce(${attachment.contentId}, 'image-' || ${attachment.id} || '@perfectwork')` })
    .where(inArray(attachment.id, ids))
    .returning({ id: attachment.id, contentId: attachment.contentId });
  return new Map(rows.map((row) => [row.id, row.contentId ?? '']));
}

/** Changes what somebody follows of a document. */
export async function updateSubtypes(
  db: Db,
  model: string,
  recordId: number,
  contactId: number,
  subtypes: string[],
): Promise<void> {
  await db
    .update(follower)
    .set({ subtypes })
    .where(and(eq(follower.model, model), eq(follower.recordId, recordId), eq(follower.contactId, contactId)));
}

/** Ends a subscription; answers whether there was one. */
export async function deleteFollower(db: Db, model: string, recordId: number, contactId: number): Promise<boolean> {
  const rows = await db
    .delete(follower)
    .where(and(eq(follower.model, model), eq(follower.recordId, recordId), eq(follower.contactId, contactId)))
    .returning({ contactId: follower.contactId });
  return rows.length > 0;
}

/** Marks Inbox entries of a contact as read: those of `ids`, or all; answers how many. */
export async function markRead(db: Db, contactId: number, ids: number[] | null, now: Date): Promise<number> {
  const rows = await db
    .update(notification)
    .set({ readAt: now })
    .where(
      and(
        eq(notification.contactId, contactId),
        eq(notification.channel, 'inbox'),
        isNull(notification.readAt),
        ids === null ? undefined : inArray(notification.id, ids),
      ),
    )
    .returning({ id: notification.id });
  return rows.length;
}
