import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { mailboxFolder } from '#drizzle/schema/incoming-server.ts';
import type { Db } from '#lib/db/client.ts';
import type { UidRange } from './uid-ranges.ts';
import type { UidSpan } from './uid-spans.ts';

export type FolderRow = typeof mailboxFolder.$inferSelect;

/** A mail the connection broke at, and how often. */
export type Suspect = FolderRow['suspects'][number];

/** Which books: those of a folder of a mailbox, as its server counts. */
export interface FolderKey {
  incomingServerId: number;
  /** `user@host` */
  account: string;
  folder: string;
  uidValidity: string;
}

/** Rows written by one statement. */
const batch = 5000;

/** The open books of a folder, or null. */
export async function selectOpenFolder(db: Db, key: FolderKey): Promise<FolderRow | null> {
  const [row] = await db
    .select()
    .from(mailboxFolder)
    .where(
      and(
        eq(mailboxFolder.incomingServerId, key.incomingServerId),
        eq(mailboxFolder.account, key.account),
        eq(mailboxFolder.folder, key.folder),
        eq(mailboxFolder.uidValidity, key.uidValidity),
        isNull(mailboxFolder.closedAt),
      ),
    );
  return row ?? null;
}

/** The books of a server, those written last first; a single one where it is named. */
export async function selectFolders(db: Db, serverId: number, folderId?: number): Promise<FolderRow[]> {
  return db
    .select()
    .from(mailboxFolder)
    .where(
      and(
        eq(mailboxFolder.incomingServerId, serverId),
        folderId === undefined ? undefined : eq(mailboxFolder.id, folderId),
      ),
    )
    .orderBy(desc(isNull(mailboxFolder.closedAt)), desc(mailboxFolder.updatedAt), desc(mailboxFolder.id));
}

/** When a folder of this name was fetched from this user's mailbox for the first time; null: never. */
export async function selectFirstFetch(db: Db, key: FolderKey): Promise<Date | null> {
  const user = key.account.slice(0, key.account.lastIndexOf('@') + 1);
  const [row] = await db
    .select({ createdAt: mailboxFolder.createdAt })
    .from(mailboxFolder)
    .where(
      and(
        eq(mailboxFolder.incomingServerId, key.incomingServerId),
        sql`starts_with(${mailboxFolder.account}, ${user})`,
        eq(mailboxFolder.folder, key.folder),
      ),
    )
    .orderBy(asc(mailboxFolder.createdAt))
    .limit(1);
  return row?.createdAt ?? null;
}

/** Opens books; those that somebody else opened meanwhile are taken. */
export async function insertFolder(db: Db, key: FolderKey, createdAt: Date): Promise<void> {
  await db
    .insert(mailboxFolder)
    .values({ ...key, createdAt })
    .onConflictDoNothing();
}

export async function closeFolder(db: Db, id: number, now: Date): Promise<void> {
  await db.update(mailboxFolder).set({ closedAt: now, updatedAt: now }).where(eq(mailboxFolder.id, id));
}

/**
 * Keeps the first and the newest `keep` books of a server: one that changes its UIDVALIDITY all the time must not fill the
 * disk. The first ones say since when mails are ours.
 */
export async function deleteOldFolders(db: Db, serverId: number, keep: number): Promise<void> {
  await db.execute(sql`
    delete from mailbox_folder where incoming_server_id = ${serverId} and id not in (
      select id from mailbox_folder where incoming_server_id = ${serverId} order by updated_at desc, id desc limit ${keep})
      and id <> (select min(id) from mailbox_folder where incoming_server_id = ${serverId})`);
}

/** The row of the books under a lock: whoever writes ranges holds it. */
export async function lockFolder(db: Db, id: number): Promise<FolderRow | null> {
  const [row] = await db.select().from(mailboxFolder).where(eq(mailboxFolder.id, id)).for('update');
  return row ?? null;
}

export async function updateFolder(
  db: Db,
  id: number,
  values: Partial<Pick<FolderRow, 'cursorUid' | 'uidNext' | 'checkedAt' | 'suspects'>>,
  now: Date,
): Promise<void> {
  await db
    .update(mailboxFolder)
    .set({ ...values, updatedAt: now })
    .where(eq(mailboxFolder.id, id));
}

/** Puts ranges in the place of others that cover the same numbers. */
export async function replaceRanges(db: Db, folderId: number, old: UidRange[], ranges: UidRange[]): Promise<void> {
  if (old.length > 0) {
    const firsts = sql.param(old.map((range) => range.from));
    await db.execute(
      sql`delete from mailbox_range where folder_id = ${folderId} and first_uid = any(${firsts}::bigint[])`,
    );
  }
  await insertRanges(db, folderId, ranges);
}

export async function insertRanges(db: Db, folderId: number, ranges: UidRange[]): Promise<void> {
  for (let start = 0; start < ranges.length; start += batch) {
    const some = ranges.slice(start, start + batch);
    const { from, to } = columnsOf(some);
    const dispositions = sql.param(some.map((range) => range.disposition));
    const reasons = sql.param(some.map((range) => range.reason));
    await db.execute(sql`
      insert into mailbox_range (folder_id, first_uid, last_uid, disposition, reason)
      select ${folderId}, * from unnest(${from}::bigint[], ${to}::bigint[], ${dispositions}::text[], ${reasons}::text[])`);
  }
}

/** The ends of spans as parameters for `unnest`. */
export function columnsOf(spans: UidSpan[]) {
  return { from: sql.param(spans.map((span) => span.from)), to: sql.param(spans.map((span) => span.to)) };
}
