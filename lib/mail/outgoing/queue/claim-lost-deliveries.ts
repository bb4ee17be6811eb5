import { and, asc, count, eq, inArray, lt, sql } from 'drizzle-orm';
import { delivery, deliveryAttempt } from '#drizzle/schema/email.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { leaseMs } from '#lib/mail/outgoing/queue/claim-deliveries.ts';

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

/**
 * Takes over deliveries under way whose lease has run out, the oldest first. Their epoch rises with it: a worker that
 * was only slow can commit no intent from here on, and what the answer says about the intent stays true.
 */
export async function claimLostDeliveries(ctx: Ctx, limit: number): Promise<LostDelivery[]> {
  const now = ctx.now();
  const lost = ctx.db.$with('lost').as(
    ctx.db
      .select({ id: delivery.id })
      .from(delivery)
      .where(and(eq(delivery.state, 'sending'), lt(delivery.leaseUntil, now)))
      .orderBy(asc(delivery.leaseUntil))
      .limit(limit)
      .for('update', { skipLocked: true }),
  );
  const unknownBefore = ctx.db
    .select({ count: count() })
    .from(deliveryAttempt)
    .where(and(eq(deliveryAttempt.deliveryId, delivery.id), eq(deliveryAttempt.result, 'unknown')));
  return ctx.db
    .with(lost)
    .update(delivery)
    .set({ leaseEpoch: sql`${delivery.leaseEpoch} + 1`, leaseUntil: addMilliseconds(now, leaseMs) })
    .where(inArray(delivery.id, ctx.db.select({ id: lost.id }).from(lost)))
    .returning({
      id: delivery.id,
      epoch: delivery.leaseEpoch,
      emailId: delivery.emailId,
      serverId: sql<number | null>`coalesce(${delivery.intentServerId}, ${delivery.serverId})`,
      lane: delivery.lane,
      attempts: delivery.attempts,
      firstAttemptAt: delivery.firstAttemptAt,
      intentAt: delivery.intentAt,
      smtpReply: delivery.smtpReply,
      unknownBefore: sql<number>`(${unknownBefore})::int`,
    });
}
