import { count, eq, sql } from 'drizzle-orm';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import { oauthGrant } from '#drizzle/schema/oauth.ts';
import { pop3Mail, pop3Mailbox } from '#drizzle/schema/pop3-mailbox.ts';
import type { PushState } from '#lib/core/enumerations.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { listRows } from '#lib/db/list-rows.ts';
import type { IncomingServerItem } from './incoming-server-schema.ts';
import { type GrantColumns, grantColumns, withGrant } from './oauth/load-grant-status.ts';

export type IncomingServerValues = Partial<typeof incomingServer.$inferInsert>;
export type IncomingServerRow = Omit<IncomingServerItem, 'oauth'> & { passwordSealed: string | null };

const columns = {
  id: incomingServer.id,
  name: incomingServer.name,
  type: incomingServer.type,
  host: incomingServer.host,
  port: incomingServer.port,
  encryption: incomingServer.encryption,
  authentication: incomingServer.authentication,
  oauthProvider: incomingServer.oauthProvider,
  username: incomingServer.username,
  passwordSetAt: incomingServer.passwordSetAt,
  address: incomingServer.address,
  folder: incomingServer.folder,
  leaveOnServer: incomingServer.leaveOnServer,
  model: incomingServer.model,
  keepOriginal: incomingServer.keepOriginal,
  keepAttachments: incomingServer.keepAttachments,
  trustedAuthserv: incomingServer.trustedAuthserv,
  priority: incomingServer.priority,
  active: incomingServer.active,
  state: incomingServer.state,
  lastFetchAt: incomingServer.lastFetchAt,
  lastErrorAt: incomingServer.lastErrorAt,
  lastError: incomingServer.lastError,
  failureCount: incomingServer.failureCount,
  // What a worker that has died said of its listening counts no longer.
  pushState: sql<PushState | null>`case when ${incomingServer.watchUntil} > now() then ${incomingServer.pushState} end`,
  pushSince: incomingServer.pushSince,
  pushError: incomingServer.pushError,
  createdAt: incomingServer.createdAt,
  updatedAt: incomingServer.updatedAt,
};

export function loadIncomingServerPage(db: Db, query: ListQuery): Promise<ListPage<IncomingServerItem>> {
  return listRows(
    db,
    {
      table: incomingServer,
      id: incomingServer.id,
      select: { ...columns, ...grantColumns },
      sortable: {
        priority: incomingServer.priority,
        name: incomingServer.name,
        lastFetchAt: sql`coalesce(${incomingServer.lastFetchAt}, 'epoch'::timestamptz)`,
        createdAt: incomingServer.createdAt,
      },
      filterable: {
        id: incomingServer.id,
        type: incomingServer.type,
        state: incomingServer.state,
        active: incomingServer.active,
        encryption: incomingServer.encryption,
      },
      search: sql`lower(${incomingServer.name} || ' ' || coalesce(${incomingServer.username}, '') || ' ' || coalesce(${incomingServer.host}, ''))`,
      join: (query) =>
        query.leftJoin(oauthGrant, eq(oauthGrant.incomingServerId, incomingServer.id)) as unknown as typeof query,
      toItem: (row) => withGrant(row as unknown as Omit<IncomingServerItem, 'oauth'> & GrantColumns),
    },
    query,
  );
}

/** One server as pages show it. */
export async function loadIncomingServerItem(db: Db, id: number): Promise<IncomingServerItem | null> {
  const [row] = await db
    .select({ ...columns, ...grantColumns })
    .from(incomingServer)
    .leftJoin(oauthGrant, eq(oauthGrant.incomingServerId, incomingServer.id))
    .where(eq(incomingServer.id, id));
  return row ? withGrant(row) : null;
}

/** One server with its sealed password, for verbs; never for pages. */
export async function loadIncomingServer(db: Db, id: number): Promise<IncomingServerRow | null> {
  const [row] = await db
    .select({ ...columns, passwordSealed: incomingServer.passwordSealed })
    .from(incomingServer)
    .where(eq(incomingServer.id, id));
  return row ?? null;
}

export async function insertIncomingServer(db: Db, values: typeof incomingServer.$inferInsert): Promise<number> {
  const [row] = await db.insert(incomingServer).values(values).returning({ id: incomingServer.id });
  if (!row) throw new Error('the incoming server was not inserted');
  return row.id;
}

export async function updateIncomingServer(db: Db, id: number, values: IncomingServerValues): Promise<void> {
  await db
    .update(incomingServer)
    .set({ ...values, updatedAt: sql`now()` })
    .where(eq(incomingServer.id, id));
}

export async function deleteIncomingServerRow(db: Db, id: number): Promise<void> {
  await db.delete(incomingServer).where(eq(incomingServer.id, id));
}

/** The books of a POP3 mailbox; null before the first fetch. */
export async function loadPop3Books(db: Db, serverId: number) {
  const [row] = await db
    .select({
      seen: pop3Mailbox.seen,
      storedAndGone: pop3Mailbox.storedAndGone,
      goneUntaken: pop3Mailbox.goneUntaken,
      createdAt: pop3Mailbox.createdAt,
      updatedAt: pop3Mailbox.updatedAt,
    })
    .from(pop3Mailbox)
    .where(eq(pop3Mailbox.incomingServerId, serverId));
  if (!row) return null;
  const counts = await db
    .select({ disposition: pop3Mail.disposition, mails: count() })
    .from(pop3Mail)
    .where(eq(pop3Mail.incomingServerId, serverId))
    .groupBy(pop3Mail.disposition);
  const inMailbox = Object.fromEntries(counts.map(({ disposition, mails }) => [disposition, mails]));
  return { ...row, inMailbox: { pending: 0, stored: 0, refused: 0, ...inMailbox } };
}

/** Forgets what a POP3 mailbox held; mails it brought stay. */
export async function deletePop3Books(db: Db, serverId: number): Promise<void> {
  await db.delete(pop3Mail).where(eq(pop3Mail.incomingServerId, serverId));
  await db.delete(pop3Mailbox).where(eq(pop3Mailbox.incomingServerId, serverId));
}
