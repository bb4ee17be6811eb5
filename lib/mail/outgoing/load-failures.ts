import { and, asc, count, desc, eq, inArray, isNotNull, isNull, max, min, type SQL, sql } from 'drizzle-orm';
import { delivery, email } from '#drizzle/schema/email.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import type { FailureType } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';
import type { FailureGroup, RetryFilter } from './email-schema.ts';
import { type DeliveryFacts, failedStates } from './queue/store.ts';

/** Failed deliveries that a filter names, the oldest first. */
export function selectFailedDeliveries(db: Db, filter: RetryFilter, limit: number): Promise<DeliveryFacts[]> {
  const { id, recipient, state } = delivery;
  return db
    .select({ id, emailId: delivery.emailId, recipient, state })
    .from(delivery)
    .where(and(inArray(delivery.state, failedStates), matchesFilter(db, filter)))
    .orderBy(asc(delivery.id))
    .limit(limit);
}

function matchesFilter(db: Db, filter: RetryFilter): SQL | undefined {
  const words = filter.q?.toLowerCase().split(/\s+/).slice(0, 5) ?? [];
  const escaped = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const named = words.length > 0 ? and(...escaped.map((word) => sql`${email.searchText} like ${word}`)) : undefined;
  return and(
    filter.ids && inArray(delivery.emailId, filter.ids),
    filter.failureType && eq(delivery.failureType, filter.failureType),
    filter.serverId === undefined ? undefined : isServer(filter.serverId),
    filter.replyClass === undefined ? undefined : eq(delivery.replyClass, filter.replyClass),
    named && inArray(delivery.emailId, db.select({ id: email.id }).from(email).where(named)),
  );
}

/** Null: mails that failed before a server was asked. */
const isServer = (id: number | null) => (id === null ? isNull(delivery.serverId) : eq(delivery.serverId, id));

/** Failures by cause, the largest group first. */
export async function selectFailureGroups(db: Db, limit: number): Promise<FailureGroup[]> {
  const rows = await db
    .select({
      failureType: delivery.failureType,
      serverId: delivery.serverId,
      replyClass: sql<string>`${delivery.replyClass}`,
      count: count(),
      emailCount: sql<number>`count(distinct ${delivery.emailId})::int`,
      since: min(delivery.updatedAt),
      latest: max(delivery.updatedAt),
      newest: max(delivery.id),
    })
    .from(delivery)
    .where(and(inArray(delivery.state, failedStates), isNotNull(delivery.failureType)))
    .groupBy(delivery.failureType, delivery.serverId, delivery.replyClass)
    .orderBy(desc(count()))
    .limit(limit);
  const examples = await selectExamples(
    db,
    rows.map((row) => row.newest ?? 0),
  );
  return rows.flatMap(({ newest, since, latest, failureType, ...row }) => {
    const example = examples.get(newest ?? 0);
    if (!example || !since || !latest) return [];
    return [{ ...row, ...example, since, latest, failureType: failureType as FailureType }];
  });
}

async function selectExamples(db: Db, ids: number[]) {
  if (ids.length === 0) return new Map<number, never>();
  const rows = await db
    .select({
      id: delivery.id,
      reason: delivery.reason,
      exampleEmailId: delivery.emailId,
      exampleRecipient: delivery.recipient,
      serverName: sql<
        string | null
      >`case when ${delivery.serverId} = 0 then 'Default server' else ${outgoingServer.name} end`,
    })
    .from(delivery)
    .leftJoin(outgoingServer, eq(outgoingServer.id, delivery.serverId))
    .where(inArray(delivery.id, ids));
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
