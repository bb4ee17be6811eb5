import { and, asc, eq, exists, gt, inArray, isNotNull, lte, max } from 'drizzle-orm';
import { delivery, email } from '#drizzle/schema/email.ts';
import type { DeliveryState } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';

/** Rows of one INSERT: PostgreSQL takes 65 535 parameters a statement. */
const rowsPerInsert = 1000;

/** Keeps a mail; answers its id. */
export async function insertEmail(db: Db, values: typeof email.$inferInsert): Promise<number> {
  const [row] = await db.insert(email).values(values).returning({ id: email.id });
  return (row as { id: number }).id;
}

/** Keeps the deliveries of a mail, in the order given. */
export async function insertDeliveries(
  db: Db,
  rows: (typeof delivery.$inferInsert)[],
): Promise<{ id: number; recipient: string; contactId: number | null }[]> {
  const kept: { id: number; recipient: string; contactId: number | null }[] = [];
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    const part = rows.slice(start, start + rowsPerInsert);
    const columns = { id: delivery.id, recipient: delivery.recipient, contactId: delivery.contactId };
    kept.push(...(await db.insert(delivery).values(part).returning(columns)));
  }
  return kept;
}

/** States a person may retry. */
export const failedStates: DeliveryState[] = ['failed', 'bounced', 'unknown'];

/** What a verb needs to decide about a delivery. */
export interface DeliveryFacts {
  id: number;
  emailId: number;
  recipient: string;
  state: DeliveryState;
}

/** All deliveries of a mail, in a form that decisions need. */
export function selectDeliveryFacts(db: Db, emailId: number): Promise<DeliveryFacts[]> {
  const { id, recipient, state } = delivery;
  return db
    .select({ id, emailId: delivery.emailId, recipient, state })
    .from(delivery)
    .where(eq(delivery.emailId, emailId))
    .orderBy(asc(delivery.id));
}

/** Starts deliveries afresh: due now, attempts and verdict forgotten (their timelines stay). */
export async function resetDeliveries(db: Db, ids: number[], from: DeliveryState[], now: Date): Promise<number[]> {
  const rows = await db
    .update(delivery)
    .set({
      state: 'queued',
      stage: null,
      attempts: 0,
      firstAttemptAt: null,
      nextAttemptAt: now,
      intentAt: null,
      failureType: null,
      reason: null,
      noticedAt: null,
      smtpReply: null,
      leaseUntil: null,
      updatedAt: now,
    })
    .where(and(inArray(delivery.id, ids), inArray(delivery.state, from)))
    .returning({ id: delivery.id });
  return rows.map((row) => row.id);
}

/**
 * Makes what waits of mails due, whatever it waits for.
 * @returns of every delivery its mail
 */
export async function hurryDeliveries(db: Db, emailIds: number[], now: Date): Promise<number[]> {
  const rows = await db
    .update(delivery)
    .set({ nextAttemptAt: now, updatedAt: now })
    .where(and(inArray(delivery.emailId, emailIds), inArray(delivery.state, ['queued', 'deferred'])))
    .returning({ emailId: delivery.emailId });
  const hurried = rows.map((row) => row.emailId);
  await db
    .update(email)
    .set({ scheduledAt: null, updatedAt: now })
    .where(inArray(email.id, [...new Set(hurried)]));
  return hurried;
}

/**
 * Moves mails that have not been tried yet to another moment. They wait for no server any more: one that comes back, or
 * is saved, has all that waits for it sent at once.
 * @returns how many deliveries wait for it
 */
export async function rescheduleDeliveries(db: Db, emailId: number, at: Date, now: Date): Promise<number> {
  const rows = await db
    .update(delivery)
    .set({ nextAttemptAt: at, serverId: null, reason: null, updatedAt: now })
    .where(and(eq(delivery.emailId, emailId), eq(delivery.state, 'queued'), eq(delivery.attempts, 0)))
    .returning({ id: delivery.id });
  if (rows.length > 0) await db.update(email).set({ scheduledAt: at, updatedAt: now }).where(eq(email.id, emailId));
  return rows.length;
}

/** The servers that were chosen for mails; 0 is the default server. */
export async function selectServersOf(db: Db, emailIds: number[]): Promise<number[]> {
  const rows = await db
    .selectDistinct({ serverId: email.serverId })
    .from(email)
    .where(and(inArray(email.id, emailIds), isNotNull(email.serverId)));
  return rows.flatMap((row) => row.serverId ?? []);
}

/**
 * Takes what waits of mails out of the queue; what is under way is too late.
 * @returns of every delivery its mail
 */
export async function cancelDeliveries(db: Db, emailIds: number[], now: Date): Promise<number[]> {
  const rows = await db
    .update(delivery)
    .set({ state: 'cancelled', updatedAt: now })
    .where(and(inArray(delivery.emailId, emailIds), inArray(delivery.state, ['queued', 'deferred'])))
    .returning({ emailId: delivery.emailId });
  return rows.map((row) => row.emailId);
}

/** The id of the newest mail; 0 where there is none. */
export async function selectNewestEmail(db: Db): Promise<number> {
  const [row] = await db.select({ id: max(email.id) }).from(email);
  return row?.id ?? 0;
}

/** Mails of which something waits, by id. */
export async function selectWaitingEmails(
  db: Db,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<number[]> {
  const rows = await db
    .select({ id: email.id })
    .from(email)
    .where(and(gt(email.id, after), lte(email.id, upTo), exists(waitingOf(db))))
    .orderBy(asc(email.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

function waitingOf(db: Db) {
  return db
    .select({ id: delivery.id })
    .from(delivery)
    .where(and(eq(delivery.emailId, email.id), inArray(delivery.state, ['queued', 'deferred'])));
}
