import { and, asc, count, eq, exists, inArray, sql } from 'drizzle-orm';
import { delivery, email } from '#drizzle/schema/email.ts';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import { oauthGrant } from '#drizzle/schema/oauth.ts';
import { outgoingServer, outgoingServerBreaker, outgoingServerUsage } from '#drizzle/schema/outgoing-server.ts';
import type { QuotaUnit } from '#lib/core/enumerations.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';
import { type GrantColumns, grantColumns, withGrant } from './oauth/load-grant-status.ts';

/** Places taken of the quota in the minute or day (UTC) that runs; nothing is counted for a server without quota. */
function usedSince(unit: QuotaUnit) {
  const { serverId, windowStart, used } = outgoingServerUsage;
  return sql<number>`coalesce((select ${used} from ${outgoingServerUsage} where ${serverId} = ${outgoingServer.id}
    and ${outgoingServerUsage.unit} = ${unit} and ${windowStart} = date_trunc(${unit}, now(), 'UTC')), 0)`;
}

const columns = {
  id: outgoingServer.id,
  name: outgoingServer.name,
  fromFilter: outgoingServer.fromFilter,
  priority: outgoingServer.priority,
  host: outgoingServer.host,
  port: outgoingServer.port,
  encryption: outgoingServer.encryption,
  authentication: outgoingServer.authentication,
  oauthProvider: outgoingServer.oauthProvider,
  username: outgoingServer.username,
  passwordSetAt: outgoingServer.passwordSetAt,
  active: outgoingServer.active,
  debugLog: outgoingServer.debugLog,
  concurrency: outgoingServer.concurrency,
  maxMessageSizeMb: outgoingServer.maxMessageSizeMb,
  perMinuteLimit: outgoingServer.perMinuteLimit,
  perDayLimit: outgoingServer.perDayLimit,
  usedThisMinute: usedSince('minute'),
  usedToday: usedSince('day'),
  createdAt: outgoingServer.createdAt,
  updatedAt: outgoingServer.updatedAt,
};

const breakerColumns = {
  breakerState: outgoingServerBreaker.state,
  breakerReason: outgoingServerBreaker.reason,
  breakerOpenedAt: outgoingServerBreaker.openedAt,
  breakerNextProbeAt: outgoingServerBreaker.nextProbeAt,
};

type Row = Omit<OutgoingServerItem, 'breaker' | 'oauth' | 'usage'> &
  GrantColumns & {
    usedThisMinute: number;
    usedToday: number;
    breakerState: 'closed' | 'open' | null;
    breakerReason: string | null;
    breakerOpenedAt: Date | null;
    breakerNextProbeAt: Date | null;
  };

function toItem(found: Row): OutgoingServerItem {
  const { breakerState, breakerReason, breakerOpenedAt, breakerNextProbeAt, usedThisMinute, usedToday, ...row } =
    withGrant(found);
  const breaker = {
    state: breakerState ?? 'closed',
    reason: breakerReason,
    openedAt: breakerOpenedAt,
    nextProbeAt: breakerNextProbeAt,
  };
  return { ...row, breaker, usage: { minute: usedThisMinute, day: usedToday } };
}

const source: ListSource<OutgoingServerItem> = {
  table: outgoingServer,
  id: outgoingServer.id,
  select: { ...columns, ...breakerColumns, ...grantColumns },
  sortable: {
    priority: outgoingServer.priority,
    name: outgoingServer.name,
    host: outgoingServer.host,
    createdAt: outgoingServer.createdAt,
    updatedAt: outgoingServer.updatedAt,
  },
  filterable: {
    id: outgoingServer.id,
    name: outgoingServer.name,
    host: outgoingServer.host,
    username: outgoingServer.username,
    encryption: outgoingServer.encryption,
    active: outgoingServer.active,
    createdAt: outgoingServer.createdAt,
  },
  search: sql`lower(${outgoingServer.name} || ' ' || ${outgoingServer.host} || ' ' || coalesce(${outgoingServer.username}, '') || ' ' || coalesce(${outgoingServer.fromFilter}, ''))`,
  join: (query) =>
    query
      .leftJoin(outgoingServerBreaker, eq(outgoingServerBreaker.serverId, outgoingServer.id))
      .leftJoin(oauthGrant, eq(oauthGrant.outgoingServerId, outgoingServer.id)) as unknown as typeof query,
  toItem: (row) => toItem(row as unknown as Row),
};

/** A page of outgoing servers. */
export function listOutgoingServerRows(db: Db, query: ListQuery): Promise<ListPage<OutgoingServerItem>> {
  return listRows(db, source, query);
}

/** One server. */
export async function selectOutgoingServer(db: Db, id: number): Promise<OutgoingServerItem | null> {
  const [row] = await db
    .select({ ...columns, ...breakerColumns, ...grantColumns })
    .from(outgoingServer)
    .leftJoin(outgoingServerBreaker, eq(outgoingServerBreaker.serverId, outgoingServer.id))
    .leftJoin(oauthGrant, eq(oauthGrant.outgoingServerId, outgoingServer.id))
    .where(eq(outgoingServer.id, id));
  return row ? toItem(row) : null;
}

/** Adds a server; answers its id. */
export async function insertOutgoingServer(db: Db, values: typeof outgoingServer.$inferInsert): Promise<number> {
  const [row] = await db.insert(outgoingServer).values(values).returning({ id: outgoingServer.id });
  return (row as { id: number }).id;
}

/** Changes a server. */
export async function updateOutgoingServer(
  db: Db,
  id: number,
  values: Partial<typeof outgoingServer.$inferInsert>,
): Promise<void> {
  await db.update(outgoingServer).set(values).where(eq(outgoingServer.id, id));
}

/** Removes a server and its breaker. */
export async function deleteOutgoingServerRow(db: Db, id: number): Promise<void> {
  await db.delete(outgoingServerBreaker).where(eq(outgoingServerBreaker.serverId, id));
  await db.delete(outgoingServer).where(eq(outgoingServer.id, id));
}

/** Mails bound to a server of which some recipients still wait, scheduled ones too, whatever became of the others. */
export async function countBoundEmails(db: Db, id: number): Promise<number> {
  const waiting = db
    .select({ id: delivery.id })
    .from(delivery)
    .where(and(eq(delivery.emailId, email.id), inArray(delivery.state, ['queued', 'deferred', 'sending'])));
  const [row] = await db
    .select({ count: count() })
    .from(email)
    .where(and(eq(email.forcedServerId, id), exists(waiting)));
  return row?.count ?? 0;
}

/** The servers that are not archived, in the order they were made. */
export async function selectActiveServerIds(db: Db): Promise<{ outgoing: number[]; incoming: number[] }> {
  const outgoing = await db
    .select({ id: outgoingServer.id })
    .from(outgoingServer)
    .where(eq(outgoingServer.active, true))
    .orderBy(asc(outgoingServer.id));
  const incoming = await db
    .select({ id: incomingServer.id })
    .from(incomingServer)
    .where(eq(incomingServer.active, true))
    .orderBy(asc(incomingServer.id));
  return { outgoing: outgoing.map(({ id }) => id), incoming: incoming.map(({ id }) => id) };
}
