import { and, asc, eq, inArray, lt, notExists, sql } from 'drizzle-orm';
import { delivery } from '#drizzle/schema/email.ts';
import { outgoingServerBreaker } from '#drizzle/schema/outgoing-server.ts';
import type { Ctx } from '#lib/db/context.ts';

/**
 * Mails with deliveries that have been due for a while and that nobody took: their job was lost. Those whose server is
 * known to be down are not lost.
 */
export async function loadOverdueEmails(ctx: Ctx, dueBefore: Date, limit: number): Promise<number[]> {
  const now = ctx.now().toISOString();
  const down = ctx.db
    .select({ one: sql`1` })
    .from(outgoingServerBreaker)
    .where(
      and(
        eq(outgoingServerBreaker.serverId, delivery.serverId),
        eq(outgoingServerBreaker.state, 'open'),
        sql`${outgoingServerBreaker.nextProbeAt} > ${now}::timestamptz`,
      ),
    );
  const due = ctx.db
    .select({ emailId: delivery.emailId })
    .from(delivery)
    .where(and(inArray(delivery.state, ['queued', 'deferred']), lt(delivery.nextAttemptAt, dueBefore), notExists(down)))
    .orderBy(asc(delivery.lane), asc(delivery.nextAttemptAt), asc(delivery.id))
    .limit(limit);
  const rows = await due;
  return [...new Set(rows.map((row) => row.emailId))];
}
