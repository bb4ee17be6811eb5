import { and, asc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import type { Db } from '#lib/db/client.ts';

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

/** Confirmed servers we poll: failing ones last, so that they hold up nobody, then those fetched longest ago first. */
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
    .orderBy(
      sql`${incomingServer.failureCount} > 0`,
      asc(incomingServer.priority),
      sql`${incomingServer.lastFetchAt} asc nulls first`,
      asc(incomingServer.id),
    );
}

/** Takes the mailbox for one worker until `until`; false while another one has it. */
export async function takeLease(db: Db, id: number, owner: string, now: Date, until: Date): Promise<boolean> {
  const rows = await db
    .update(incomingServer)
    .set({
      leaseUntil: until,
      leaseOwner: owner,
      fetchBeganAt: sql`case when ${incomingServer.leaseOwner} = ${owner} then ${incomingServer.fetchBeganAt} else ${now.toISOString()}::timestamptz end`,
    })
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
