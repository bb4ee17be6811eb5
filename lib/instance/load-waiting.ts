import { and, count, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import { delivery } from '#drizzle/schema/email.ts';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import { message } from '#drizzle/schema/message.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { WaitingCounts } from './instance-schema.ts';

/** What leaves and what is fetched once the database sends again. */
export async function loadWaiting({ db, now, env }: Ctx): Promise<WaitingCounts> {
  const at = now();
  const distinct = sql<number>`count(distinct ${delivery.emailId})::int`;
  const due = sql<number>`(count(distinct ${delivery.emailId}) filter (where ${delivery.nextAttemptAt} <= ${at.toISOString()}::timestamptz))::int`;
  const [mails] = await db
    .select({ emails: distinct, due })
    .from(delivery)
    .where(inArray(delivery.state, ['queued', 'deferred']));
  const [posts] = await db
    .select({ count: count() })
    .from(message)
    .where(and(isNotNull(message.scheduledAt), isNull(message.deletedAt)));
  const [servers] = await db.select({ count: count() }).from(outgoingServer).where(eq(outgoingServer.active, true));
  const fetched = and(
    eq(incomingServer.active, true),
    eq(incomingServer.state, 'confirmed'),
    ne(incomingServer.type, 'push'),
  );
  const [mailboxes] = await db.select({ count: count() }).from(incomingServer).where(fetched);
  return {
    emails: mails?.emails ?? 0,
    due: mails?.due ?? 0,
    scheduledMessages: posts?.count ?? 0,
    outgoingServers: servers?.count || (env.defaultSmtpUrl ? 1 : 0),
    mailboxes: mailboxes?.count ?? 0,
  };
}
