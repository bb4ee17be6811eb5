import { and, asc, desc, eq, inArray, isNull, lt, lte, ne, sql } from 'drizzle-orm';
import { blob, blobChunk } from '#drizzle/schema/blob.ts';
import { email } from '#drizzle/schema/email.ts';
import { incomingMail, incomingMailKey, type RouteRecord } from '#drizzle/schema/incoming-mail.ts';
import { message } from '#drizzle/schema/message.ts';
import type { SmallBlob } from '#lib/blobs/store.ts';
import type { IncomingOutcome } from '#lib/core/enumerations.ts';
import type { SenderAuthentication } from '#lib/core/sender-authentication.ts';
import type { TraceLine } from '#lib/core/trace.ts';
import type { Db } from '#lib/db/client.ts';
import { statement } from '#lib/db/statement.ts';

export type IncomingMailRow = typeof incomingMail.$inferSelect;
export type NewIncomingMail = typeof incomingMail.$inferInsert;

/** What processing a mail came to. */
export interface MailResult {
  outcome: IncomingOutcome;
  reason: string;
  trace: TraceLine[];
  routes: RouteRecord[];
  fromAddress?: string | null;
  toAddresses?: string | null;
  subject?: string | null;
  messageId?: string | null;
  authentication?: SenderAuthentication;
}

const columns = {
  id: incomingMail.id,
  receivedAt: incomingMail.receivedAt,
  source: incomingMail.source,
  incomingServerId: incomingMail.incomingServerId,
  sourceKey: incomingMail.sourceKey,
  folderId: incomingMail.folderId,
  uid: incomingMail.uid,
  sha256: incomingMail.sha256,
  size: incomingMail.size,
  envelopeFrom: incomingMail.envelopeFrom,
  envelopeTo: incomingMail.envelopeTo,
  clientIp: incomingMail.clientIp,
  clientName: incomingMail.clientName,
  outcome: incomingMail.outcome,
  reason: incomingMail.reason,
  fromAddress: incomingMail.fromAddress,
  toAddresses: incomingMail.toAddresses,
  subject: incomingMail.subject,
  messageId: incomingMail.messageId,
  authentication: incomingMail.authentication,
  trace: incomingMail.trace,
  routes: incomingMail.routes,
  attempts: incomingMail.attempts,
  processedAt: incomingMail.processedAt,
  createdAt: incomingMail.createdAt,
  updatedAt: incomingMail.updatedAt,
};

export type StoredMail = Omit<IncomingMailRow, 'searchText' | 'sender'>;

export async function insertIncomingMail(db: Db, values: NewIncomingMail): Promise<StoredMail> {
  const [row] = await addMail(db, values);
  if (!row) throw new Error('the mail was not inserted');
  return row;
}

/** A mail together with its content, which is small, in one statement that commits both. */
export async function insertWithContent(
  db: Db,
  { encoding, data }: SmallBlob,
  values: NewIncomingMail,
): Promise<StoredMail> {
  const [row] = await addWithContent(db, { ...values, encoding, data });
  if (!row) throw new Error('the mail was not inserted');
  return row;
}

const addWithContent = statement((db, { encoding, data, ...values }: NewIncomingMail & Omit<SmallBlob, 'sha256'>) => {
  const { sha256, size } = values;
  const kept = db.$with('kept').as(
    db
      .insert(blob)
      .values({ sha256, size, encoding })
      .onConflictDoUpdate({ target: blob.sha256, set: { keptAt: sql`now()` } })
      .returning({ sha256: blob.sha256 }),
  );
  const chunk = db
    .$with('chunk')
    .as(db.insert(blobChunk).values({ sha256, seq: 0, data }).onConflictDoNothing().returning({ seq: blobChunk.seq }));
  return db.with(kept, chunk).insert(incomingMail).values(values).returning(columns);
});

const addMail = statement((db, values: NewIncomingMail) => db.insert(incomingMail).values(values).returning(columns));

/** Many at once; a mail of a mailbox that is there already is left out. */
export async function insertFetchedMails(db: Db, rows: NewIncomingMail[]): Promise<{ id: number; uid: number }[]> {
  const added = await db
    .insert(incomingMail)
    .values(rows)
    .onConflictDoNothing({ target: [incomingMail.folderId, incomingMail.uid] })
    .returning({ id: incomingMail.id, uid: incomingMail.uid });
  return added.map(({ id, uid }) => ({ id, uid: Number(uid) }));
}

export async function selectIncomingMail(db: Db, id: number): Promise<StoredMail | null> {
  const [row] = await db.select(columns).from(incomingMail).where(eq(incomingMail.id, id));
  return row ?? null;
}

/** The row under a lock: a second worker waits here, and then sees the outcome of the first. */
export async function lockIncomingMail(db: Db, id: number): Promise<StoredMail | null> {
  const [row] = await db.select(columns).from(incomingMail).where(eq(incomingMail.id, id)).for('update');
  return row ?? null;
}

/**
 * Counts a try of each mail.
 * @param most of what size and how many tries before; the others are left out
 * @returns the mails; those that are gone or have their outcome are left out
 */
export async function countAttempts(
  db: Db,
  ids: number[],
  { size, attempts } = { size: maxInteger, attempts: maxInteger },
): Promise<StoredMail[]> {
  return addAttempts(db, { ids, size, attempts });
}

const maxInteger = 2_147_483_647;

const addAttempts = statement((db, { ids, size, attempts }: { ids: number[]; size: number; attempts: number }) =>
  db
    .update(incomingMail)
    .set({ attempts: sql`${incomingMail.attempts} + 1` })
    .where(
      and(
        sql`${incomingMail.id} = any(${sql.param(ids)}::int[])`,
        isNull(incomingMail.outcome),
        lte(incomingMail.size, size),
        lte(incomingMail.attempts, attempts),
      ),
    )
    .returning(columns),
);

export async function writeResult(db: Db, id: number, result: MailResult, now: Date): Promise<void> {
  await updateMail(db, { ...result, id, processedAt: now, updatedAt: now });
}

const updateMail = statement((db, { id, ...values }: MailResult & { id: number; processedAt: Date; updatedAt: Date }) =>
  db.update(incomingMail).set(values).where(eq(incomingMail.id, id)),
);

/** Notes a failure, unless another worker has brought the mail to an end meanwhile; answers whether it did. */
export async function writeFailure(db: Db, id: number, result: Partial<MailResult>, now: Date): Promise<boolean> {
  const rows = await db
    .update(incomingMail)
    .set({ ...result, outcome: 'failed', processedAt: now, updatedAt: now })
    .where(and(eq(incomingMail.id, id), isNull(incomingMail.outcome)))
    .returning({ id: incomingMail.id });
  return rows.length > 0;
}

/** Makes a processed mail unprocessed again; its keys are free for it. */
export async function resetIncomingMail(db: Db, id: number): Promise<void> {
  await db.delete(incomingMailKey).where(eq(incomingMailKey.incomingMailId, id));
  await db
    .update(incomingMail)
    .set({ outcome: null, reason: null, trace: [], routes: [], attempts: 0, processedAt: null, updatedAt: sql`now()` })
    .where(eq(incomingMail.id, id));
}

/** Mails stored before `before` that nobody brought to an end, oldest first. */
export async function selectUnprocessed(db: Db, before: Date, limit: number): Promise<number[]> {
  const rows = await db
    .select({ id: incomingMail.id })
    .from(incomingMail)
    .where(and(isNull(incomingMail.outcome), lt(incomingMail.receivedAt, before)))
    .orderBy(asc(incomingMail.receivedAt), asc(incomingMail.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

export function countUnprocessed(db: Db, before: Date): Promise<number> {
  return db.$count(incomingMail, and(isNull(incomingMail.outcome), lt(incomingMail.receivedAt, before)));
}

/** Another mail that has one of these keys. */
export async function selectKeyHolder(db: Db, keys: string[], exceptId: number | null): Promise<number | null> {
  const [row] = await db
    .select({ id: incomingMailKey.incomingMailId })
    .from(incomingMailKey)
    .where(
      and(
        inArray(incomingMailKey.key, keys),
        exceptId === null ? undefined : ne(incomingMailKey.incomingMailId, exceptId),
      ),
    )
    .orderBy(asc(incomingMailKey.incomingMailId))
    .limit(1);
  return row?.id ?? null;
}

/** Our own message or outgoing mail with one of these ids: it came back to us. */
export async function selectOwnMail(db: Db, messageIds: string[]): Promise<string | null> {
  if (messageIds.length === 0) return null;
  const [posted] = await db
    .select({ id: message.id })
    .from(message)
    .where(inArray(message.messageId, messageIds))
    .orderBy(desc(message.id))
    .limit(1);
  if (posted) return `message ${posted.id}`;
  const [sent] = await db.select({ id: email.id }).from(email).where(inArray(email.messageId, messageIds)).limit(1);
  return sent ? `email ${sent.id}` : null;
}
