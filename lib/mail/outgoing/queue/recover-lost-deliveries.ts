import type { Ctx } from '#lib/db/context.ts';
import { claimLostDeliveries, type LostDelivery } from '#lib/mail/outgoing/queue/claim-lost-deliveries.ts';
import { unknownVerdict, type Verdict } from '#lib/mail/outgoing/verdict/decide-verdict.ts';
import { recordVerdicts } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import type { AttemptRecord } from '#lib/mail/outgoing/verdict/store.ts';

const perStep = 500;
const mostSteps = 20;

/**
 * Takes over deliveries whose worker died, once their lease has run out: before the intent they are sent again; after it
 * nobody knows whether they arrived, so person-to-person mail is repeated once and bulk mail is not.
 * @returns how many were taken over
 */
export async function recoverLostDeliveries(ctx: Ctx, signal: AbortSignal): Promise<number> {
  let recovered = 0;
  for (let step = 0; step < mostSteps && !signal.aborted; step++) {
    const lost = await claimLostDeliveries(ctx, perStep);
    const written = await recordVerdicts(
      ctx,
      lost.map((delivery) => recordOf(delivery, ctx.now())),
    );
    recovered += written.filter(Boolean).length;
    if (lost.length < perStep) break;
  }
  return recovered;
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
