import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import {
  type LostDelivery,
  loadLostDeliveries,
  loadOverdueEmails,
} from '#lib/mail/outgoing/queue/load-lost-deliveries.ts';
import { unknownVerdict, type Verdict } from '#lib/mail/outgoing/verdict/decide-verdict.ts';
import { recordVerdicts } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import type { AttemptRecord } from '#lib/mail/outgoing/verdict/store.ts';

/** A job that exists is done long before this; only mail whose job was lost is due for longer. */
const overdueMs = 20_000;
const perStep = 500;
const mostSteps = 20;

/**
 * *Mail: Email Queue Manager*. Finds deliveries whose worker died (before the intent: sent again; after it: nobody knows,
 * so person-to-person mail is repeated once and bulk mail is not) and gives due mail without a job a new one. It sends
 * nothing itself.
 */
export async function requeueLostDeliveries(
  ctx: Ctx,
  signal: AbortSignal,
): Promise<{ done: number; remaining: number; log: string }> {
  let recovered = 0;
  for (let step = 0; step < mostSteps && !signal.aborted; step++) {
    const lost = await loadLostDeliveries(ctx, perStep);
    const written = await recordVerdicts(
      ctx,
      lost.map((delivery) => recordOf(delivery, ctx.now())),
    );
    recovered += written.filter(Boolean).length;
    if (lost.length < perStep) break;
  }
  const overdue = await loadOverdueEmails(ctx, addMilliseconds(ctx.now(), -overdueMs), perStep);
  await inTransaction(ctx, async (tx) => {
    for (const emailId of overdue) await tx.jobs.send(tx.db, 'send-email', { emailId });
  });
  const log = `Deliveries recovered from a lost worker: ${recovered}. Mails given a new job: ${overdue.length}.`;
  return { done: recovered + overdue.length, remaining: 0, log };
}

function recordOf(delivery: LostDelivery, now: Date): AttemptRecord {
  return {
    deliveryId: delivery.id,
    epoch: delivery.epoch,
    emailId: delivery.emailId,
    serverId: delivery.serverId ?? 0,
    serverName: 'Worker stopped',
    startedAt: now,
    transcript: null,
    verdict: delivery.intentAt
      ? unknownVerdict(delivery, delivery.unknownBefore, delivery.smtpReply, now)
      : again(delivery, now),
    ...(delivery.intentAt ? { result: 'unknown' } : {}),
  };
}

/** The server cannot have it: the final dot is only sent after the intent. */
function again(delivery: LostDelivery, now: Date): Verdict {
  return {
    state: delivery.attempts === 0 ? 'queued' : 'deferred',
    stage: 'connect',
    attempts: delivery.attempts,
    nextAttemptAt: now,
    smtpReply: delivery.smtpReply,
    failureType: null,
    reason: 'The worker stopped before the mail was handed over. It is sent again.',
  };
}
