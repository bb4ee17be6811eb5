import { and, eq, inArray, sql } from 'drizzle-orm';
import { pop3Mail, pop3Mailbox } from '#drizzle/schema/pop3-mailbox.ts';
import type { Db } from '#lib/db/client.ts';
import type { KnownMail, Refusal } from './plan-fetch.ts';

/** Rows of one statement. */
const many = 5000;

/** The mails of a mailbox that are in the books, by name. */
export async function selectKnownMails(db: Db, serverId: number): Promise<Map<string, KnownMail>> {
  const rows = await db
    .select({
      id: pop3Mail.id,
      uidl: pop3Mail.uidl,
      size: pop3Mail.size,
      disposition: pop3Mail.disposition,
      refusal: pop3Mail.refusal,
      incomingMailId: pop3Mail.incomingMailId,
      sha256: pop3Mail.sha256,
    })
    .from(pop3Mail)
    .where(eq(pop3Mail.incomingServerId, serverId));
  return new Map(rows.map((row) => [row.uidl, row]));
}

/** Begins the books of a mailbox, or notes that it was listed again with so many mails never seen before. */
export async function noteListed(db: Db, serverId: number, seen: number, now: Date): Promise<void> {
  const row = { incomingServerId: serverId, seen, listedAt: now, createdAt: now, updatedAt: now };
  await db
    .insert(pop3Mailbox)
    .values(row)
    .onConflictDoUpdate({
      target: pop3Mailbox.incomingServerId,
      set: { seen: sql`${pop3Mailbox.seen} + ${seen}`, listedAt: now, updatedAt: now },
    });
}

export async function insertMails(db: Db, serverId: number, mails: { uidl: string; size: number }[]): Promise<void> {
  for (let from = 0; from < mails.length; from += many) {
    const rows = mails.slice(from, from + many).map(({ uidl, size }) => ({ incomingServerId: serverId, uidl, size }));
    await db.insert(pop3Mail).values(rows);
  }
}

/** Takes mails that are in the mailbox no more out of the books, and counts what had become of them. */
export async function forgetMails(db: Db, serverId: number, ids: number[], now: Date): Promise<void> {
  let stored = 0;
  let gone = 0;
  for (let from = 0; from < ids.length; from += many) {
    const rows = await db
      .delete(pop3Mail)
      .where(and(eq(pop3Mail.incomingServerId, serverId), inArray(pop3Mail.id, ids.slice(from, from + many))))
      .returning({ disposition: pop3Mail.disposition });
    const storedHere = rows.filter(({ disposition }) => disposition === 'stored').length;
    stored += storedHere;
    gone += rows.length - storedHere;
  }
  await db
    .update(pop3Mailbox)
    .set({
      storedAndGone: sql`${pop3Mailbox.storedAndGone} + ${stored}`,
      goneUntaken: sql`${pop3Mailbox.goneUntaken} + ${gone}`,
      updatedAt: now,
    })
    .where(eq(pop3Mailbox.incomingServerId, serverId));
}

/** Notes that the raw mail is kept: in the transaction that keeps it. */
export async function noteStored(
  db: Db,
  id: number,
  stored: { incomingMailId: number; sha256: string; size: number },
  now: Date,
): Promise<void> {
  await db
    .update(pop3Mail)
    .set({ ...stored, disposition: 'stored', refusal: null, updatedAt: now })
    .where(eq(pop3Mail.id, id));
}

export async function noteRefused(db: Db, id: number, refusal: Refusal, now: Date): Promise<void> {
  await db.update(pop3Mail).set({ disposition: 'refused', refusal, updatedAt: now }).where(eq(pop3Mail.id, id));
}
