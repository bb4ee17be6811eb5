import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { delivery, email } from '#drizzle/schema/email.ts';
import { sandboxMessage } from '#drizzle/schema/sandbox-message.ts';
import type { Db } from '#lib/db/client.ts';
import { toSmtpAddress } from '#lib/mail/message/address.ts';

/** A captured mail that was not sent for real yet. */
interface CapturedMail {
  id: number;
  emailId: number | null;
  recipients: string[];
}

/**
 * Captured mails, the oldest first, locked.
 * @param ids of the sandbox; null: all
 */
export function loadCapturedMails(db: Db, ids: number[] | null, limit: number): Promise<CapturedMail[]> {
  const { id, emailId, recipients } = sandboxMessage;
  const kept = and(isNotNull(sandboxMessage.capturedServerName), isNull(sandboxMessage.releasedAt));
  return db
    .select({ id, emailId, recipients })
    .from(sandboxMessage)
    .where(and(kept, ids === null ? undefined : inArray(id, ids)))
    .orderBy(asc(id))
    .limit(limit)
    .for('update');
}

/**
 * Puts the deliveries of captured mails back into the queue as if they had never been tried, and notes it with the
 * mails. Lock the emails first.
 * @returns the emails that have something to send again
 */
export async function releaseCaptured(db: Db, mails: CapturedMail[], now: Date): Promise<number[]> {
  const recipientsOf = Map.groupBy(mails, (mail) => mail.emailId ?? 0);
  const { id, emailId, recipient } = delivery;
  const captured = await db
    .select({ id, emailId, recipient })
    .from(delivery)
    .where(and(inArray(emailId, [...recipientsOf.keys()]), eq(delivery.captured, true), eq(delivery.state, 'sent')));
  const ours = captured.filter((row) => {
    const address = toSmtpAddress(row.recipient) ?? row.recipient;
    return recipientsOf.get(row.emailId)?.some(({ recipients }) => recipients.includes(address));
  });
  const emailIds = [...new Set(ours.map((row) => row.emailId))];
  await requeue(
    db,
    ours.map((row) => row.id),
    now,
  );
  await db.update(email).set({ sentAt: null, updatedAt: now }).where(inArray(email.id, emailIds));
  const released = mails.map((mail) => mail.id);
  await db.update(sandboxMessage).set({ releasedAt: now, updatedAt: now }).where(inArray(sandboxMessage.id, released));
  return emailIds;
}

async function requeue(db: Db, ids: number[], now: Date): Promise<void> {
  const verdict = { stage: null, serverId: null, smtpReply: null, failureType: null, reason: null, sentAt: null };
  await db
    .update(delivery)
    .set({
      ...verdict,
      state: 'queued',
      captured: false,
      attempts: 0,
      firstAttemptAt: null,
      intentAt: null,
      leaseUntil: null,
      nextAttemptAt: now,
      updatedAt: now,
    })
    .where(inArray(delivery.id, ids));
}
