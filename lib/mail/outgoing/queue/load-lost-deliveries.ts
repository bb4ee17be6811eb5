import { and, asc, count, eq, inArray, lt, notExists, sql } from 'drizzle-orm';
import { delivery, deliveryAttempt } from '#drizzle/schema/email.ts';
import { outgoingServerBreaker } from '#drizzle/schema/outgoing-server.ts';
import type { Ctx } from '#lib/db/context.ts';

/** A delivery whose worker is gone. */
export interface LostDelivery {
  id: number;
  epoch: number;
  emailId: number;
  serverId: number | null;
  lane: number;
  attempts: number;
  firstAttemptAt: Date | null;
  /** Set: the server may have the mail. */
  intentAt: Date | null;
  smtpReply: string | null;
  /** How often it was unknown before whether it arrived. */
  unknownBefore: number;
}

/** Deliveries under way whose lease has run out, the oldest first. */
export async function loadLostDeliveries(ctx: Ctx, limit: number): Promise<LostDelivery[]> {
  const unknownBefore = ctx.db
    .select({ count: count() })
    .from(deliveryAttempt)
    .where(and(eq(deliveryAttempt.deliveryId, delivery.id), eq(deliveryAttempt.result, 'unknown')));
  return ctx.db
    .select({
      id: delivery.id,
      epoch: delivery.leaseEpoch,
      emailId: delivery.emailId,
      serverId: delivery.serverId,
      lane: delivery.lane,
      attempts: delivery.attempts,
      firstAttemptAt: delivery.firstAttemptAt,
      intentAt: delivery.intentAt,
      smtpReply: delivery.smtpReply,
      unknownBefore: sql<number>`(${unknownBefore})::int`,
    })
    .from(delivery)
    .where(and(eq(delivery.state, 'sending'), lt(delivery.leaseUntil, ctx.now())))
    .orderBy(asc(delivery.leaseUntil))
    .limit(limit);
}

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
