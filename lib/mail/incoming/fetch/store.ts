import { and, asc, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { incomingMail } from '#drizzle/schema/incoming-mail.ts';
import { incomingServer, mailboxFolder } from '#drizzle/schema/incoming-server.ts';
import type { Db } from '#lib/db/client.ts';
import type { UidRange } from './folder-ranges.ts';

export type FetchableServer = Pick<
  typeof incomingServer.$inferSelect,
  | 'id'
  | 'name'
  | 'type'
  | 'host'
  | 'port'
  | 'encryption'
  | 'authentication'
  | 'username'
  | 'passwordSealed'
  | 'folder'
  | 'leaveOnServer'
  | 'active'
  | 'state'
  | 'failureCount'
>;

const columns = {
  id: incomingServer.id,
  name: incomingServer.name,
  type: incomingServer.type,
  host: incomingServer.host,
  port: incomingServer.port,
  encryption: incomingServer.encryption,
  authentication: incomingServer.authentication,
  username: incomingServer.username,
  passwordSealed: incomingServer.passwordSealed,
  folder: incomingServer.folder,
  leaveOnServer: incomingServer.leaveOnServer,
  active: incomingServer.active,
  state: incomingServer.state,
  failureCount: incomingServer.failureCount,
};

export async function selectServer(db: Db, id: number): Promise<FetchableServer | null> {
  const [row] = await db.select(columns).from(incomingServer).where(eq(incomingServer.id, id));
  return row ?? null;
}

/** Confirmed servers we poll, those fetched longest ago first, so that a full list starves nobody. */
export async function selectDueServers(db: Db): Promise<{ id: number; name: string }[]> {
  return db
    .select({ id: incomingServer.id, name: incomingServer.name })
    .from(incomingServer)
    .where(
      and(
        eq(incomingServer.active, true),
        eq(incomingServer.state, 'confirmed'),
        inArray(incomingServer.type, ['imap', 'pop3']),
      ),
    )
    .orderBy(asc(incomingServer.priority), sql`${incomingServer.lastFetchAt} asc nulls first`, asc(incomingServer.id));
}

/** Takes the mailbox for one worker until `until`; false while another one has it. */
export async function takeLease(db: Db, id: number, owner: string, now: Date, until: Date): Promise<boolean> {
  const rows = await db
    .update(incomingServer)
    .set({ leaseUntil: until, leaseOwner: owner })
    .where(
      and(
        eq(incomingServer.id, id),
        or(isNull(incomingServer.leaseUntil), lt(incomingServer.leaseUntil, now), eq(incomingServer.leaseOwner, owner)),
      ),
    )
    .returning({ id: incomingServer.id });
  return rows.length > 0;
}

export async function dropLease(db: Db, id: number, owner: string): Promise<void> {
  await db
    .update(incomingServer)
    .set({ leaseUntil: null, leaseOwner: null })
    .where(and(eq(incomingServer.id, id), eq(incomingServer.leaseOwner, owner)));
}

export async function noteFetched(db: Db, id: number, now: Date): Promise<void> {
  await db
    .update(incomingServer)
    .set({ lastFetchAt: now, failureCount: 0, lastError: null })
    .where(eq(incomingServer.id, id));
}

/** @returns how many fetches in a row have failed now */
export async function noteFetchFailed(db: Db, id: number, reason: string, now: Date): Promise<number> {
  const [row] = await db
    .update(incomingServer)
    .set({ lastError: reason, lastErrorAt: now, failureCount: sql`${incomingServer.failureCount} + 1` })
    .where(eq(incomingServer.id, id))
    .returning({ failureCount: incomingServer.failureCount });
  return row?.failureCount ?? 0;
}

export interface FolderRow {
  id: number;
  cursorUid: string;
  ranges: UidRange[];
}

export async function selectFolder(
  db: Db,
  serverId: number,
  folder: string,
  uidValidity: string,
): Promise<FolderRow | null> {
  const [row] = await db
    .select({ id: mailboxFolder.id, cursorUid: mailboxFolder.cursorUid, ranges: mailboxFolder.ranges })
    .from(mailboxFolder)
    .where(
      and(
        eq(mailboxFolder.incomingServerId, serverId),
        eq(mailboxFolder.folder, folder),
        eq(mailboxFolder.uidValidity, uidValidity),
      ),
    );
  return row ?? null;
}

/** When a folder of this name was fetched for the first time, under whatever UIDVALIDITY; null: never. */
export async function selectFirstFetch(db: Db, serverId: number, folder: string): Promise<Date | null> {
  const [row] = await db
    .select({ createdAt: mailboxFolder.createdAt })
    .from(mailboxFolder)
    .where(and(eq(mailboxFolder.incomingServerId, serverId), eq(mailboxFolder.folder, folder)))
    .orderBy(asc(mailboxFolder.createdAt))
    .limit(1);
  return row?.createdAt ?? null;
}

export async function insertFolder(
  db: Db,
  values: typeof mailboxFolder.$inferInsert & { ranges: UidRange[] },
): Promise<number> {
  const [row] = await db.insert(mailboxFolder).values(values).returning({ id: mailboxFolder.id });
  if (!row) throw new Error('the folder was not inserted');
  return row.id;
}

export async function saveFolder(db: Db, id: number, cursorUid: number, ranges: UidRange[], now: Date): Promise<void> {
  await db
    .update(mailboxFolder)
    .set({ cursorUid: String(cursorUid), ranges, updatedAt: now })
    .where(eq(mailboxFolder.id, id));
}

/** The mail stored from one place of a mailbox: a fetch that was cut off had stored it already. */
export async function selectStoredAt(db: Db, serverId: number, sourceKey: string): Promise<number | null> {
  const [row] = await db
    .select({ id: incomingMail.id })
    .from(incomingMail)
    .where(and(eq(incomingMail.incomingServerId, serverId), eq(incomingMail.sourceKey, sourceKey)))
    .orderBy(desc(incomingMail.id))
    .limit(1);
  return row?.id ?? null;
}
