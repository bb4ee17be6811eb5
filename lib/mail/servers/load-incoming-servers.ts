import { desc, eq, sql } from 'drizzle-orm';
import { incomingServer, mailboxFolder } from '#drizzle/schema/incoming-server.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { listRows } from '#lib/db/list-rows.ts';
import type { IncomingServerItem } from './incoming-server-schema.ts';

export type IncomingServerValues = Partial<typeof incomingServer.$inferInsert>;
export type IncomingServerRow = IncomingServerItem & { passwordSealed: string | null };

const columns = {
  id: incomingServer.id,
  name: incomingServer.name,
  type: incomingServer.type,
  host: incomingServer.host,
  port: incomingServer.port,
  encryption: incomingServer.encryption,
  authentication: incomingServer.authentication,
  username: incomingServer.username,
  passwordSetAt: incomingServer.passwordSetAt,
  address: incomingServer.address,
  folder: incomingServer.folder,
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
  createdAt: incomingServer.createdAt,
  updatedAt: incomingServer.updatedAt,
};

export function loadIncomingServerPage(db: Db, query: ListQuery): Promise<ListPage<IncomingServerItem>> {
  return listRows(
    db,
    {
      table: incomingServer,
      id: incomingServer.id,
      select: columns,
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
    },
    query,
  );
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

/** The books of a server's folders, newest first. */
export async function loadFolders(db: Db, serverId: number) {
  return db
    .select({
      folder: mailboxFolder.folder,
      uidValidity: mailboxFolder.uidValidity,
      cursorUid: mailboxFolder.cursorUid,
      ranges: mailboxFolder.ranges,
      createdAt: mailboxFolder.createdAt,
      updatedAt: mailboxFolder.updatedAt,
    })
    .from(mailboxFolder)
    .where(eq(mailboxFolder.incomingServerId, serverId))
    .orderBy(desc(mailboxFolder.id));
}
