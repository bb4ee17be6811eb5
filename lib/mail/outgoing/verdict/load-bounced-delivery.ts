import { eq } from 'drizzle-orm';
import { delivery, deliveryAttempt } from '#drizzle/schema/email.ts';
import type { Db } from '#lib/db/client.ts';

export interface BouncedDelivery {
  id: number;
  emailId: number;
  serverId: number | null;
}

/** The delivery a report is about. */
export async function loadBouncedDelivery(db: Db, id: number): Promise<BouncedDelivery | null> {
  const { emailId, serverId } = delivery;
  const [row] = await db.select({ id: delivery.id, emailId, serverId }).from(delivery).where(eq(delivery.id, id));
  return row ?? null;
}

/** Writes the report into the delivery and its timeline. A worker that still holds the delivery loses it. */
export async function writeBounce(
  db: Db,
  { id, serverId }: BouncedDelivery,
  report: { diagnostic: string | null; reason: string; now: Date },
): Promise<void> {
  const { diagnostic, reason, now } = report;
  await db
    .update(delivery)
    .set({
      state: 'bounced',
      failureType: 'mail_bounce',
      reason,
      smtpReply: diagnostic,
      leaseUntil: null,
      updatedAt: now,
    })
    .where(eq(delivery.id, id));
  await db.insert(deliveryAttempt).values({
    deliveryId: id,
    startedAt: now,
    finishedAt: now,
    serverId,
    serverName: 'Delivery report',
    stage: 'done',
    result: 'bounced',
    smtpReply: diagnostic,
    reason,
  });
}
