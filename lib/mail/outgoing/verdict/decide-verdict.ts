import type { DeliveryStage, DeliveryState, FailureType } from '#lib/core/enumerations.ts';
import { isBulk } from '#lib/mail/outgoing/queue/lanes.ts';
import { giveUpAfter, nextAttemptAt } from '#lib/mail/outgoing/queue/retry-schedule.ts';
import type { Classification } from '#lib/mail/outgoing/verdict/classify-reply.ts';

/** What a delivery's row says after an attempt. */
export interface Verdict {
  state: DeliveryState;
  stage: DeliveryStage;
  attempts: number;
  nextAttemptAt: Date;
  smtpReply: string | null;
  failureType: FailureType | null;
  reason: string | null;
}

export interface TriedDelivery {
  lane: number;
  /** Attempts before this one. */
  attempts: number;
  firstAttemptAt: Date | null;
}

export interface RefusalFacts {
  classification: Classification;
  stage: DeliveryStage;
  reply: string | null;
  reason: string;
  /** When mail that waits for its server or its sender is looked at again. */
  waitUntil: Date;
  /** 0 to 1. */
  random: number;
}

/** The server took the mail. */
export function acceptedVerdict(delivery: TriedDelivery, reply: string, now: Date): Verdict {
  return {
    state: 'sent',
    stage: 'done',
    attempts: delivery.attempts + 1,
    nextAttemptAt: now,
    smtpReply: reply,
    failureType: null,
    reason: null,
  };
}

/** The server, or the way to it, refused: fail, try again later, or wait without spending an attempt. */
export function refusedVerdict(delivery: TriedDelivery, facts: RefusalFacts, now: Date): Verdict {
  const { classification, stage, reply, reason } = facts;
  const base = { stage, smtpReply: reply, reason };
  const { next, failureType } = classification;
  if (next === 'fail') {
    return { ...base, state: 'failed', attempts: delivery.attempts + 1, nextAttemptAt: now, failureType };
  }
  if (next === 'split')
    return { ...base, state: waiting(delivery), attempts: delivery.attempts, nextAttemptAt: now, failureType: null };
  if (isTooOld(delivery, now) && classification.fault !== 'server') return gaveUp(delivery, facts, now);
  if (next === 'wait') {
    const { attempts } = delivery;
    return { ...base, state: waiting(delivery), attempts, nextAttemptAt: facts.waitUntil, failureType: null };
  }
  const attempts = delivery.attempts + 1;
  const due = nextAttemptAt(attempts, now, facts.random, classification.hint);
  return { ...base, state: 'deferred', attempts, nextAttemptAt: due, failureType: null };
}

function waiting(delivery: TriedDelivery): DeliveryState {
  return delivery.attempts === 0 ? 'queued' : 'deferred';
}

/** Whether a delivery has been tried for as long as its lane allows. */
export function isTooOld({ firstAttemptAt, lane }: TriedDelivery, now: Date): boolean {
  return firstAttemptAt !== null && now.getTime() - firstAttemptAt.getTime() >= giveUpAfter(lane);
}

function gaveUp(delivery: TriedDelivery, { stage, reply, reason }: RefusalFacts, now: Date): Verdict {
  const days = giveUpAfter(delivery.lane) / 86_400_000;
  return {
    state: 'failed',
    stage,
    attempts: delivery.attempts + 1,
    nextAttemptAt: now,
    smtpReply: reply,
    failureType: 'deferred_too_long',
    reason: `Tried for ${days} days without success. The last answer: ${reason}`,
  };
}

/**
 * Nobody knows whether the server has the mail: the connection or the worker was lost between the dot and its reply.
 * Person to person it is repeated once, with the same Message-ID (most mailboxes show it once); bulk mail is not.
 * @param unknownBefore how often that happened to this delivery already
 */
export function unknownVerdict(
  delivery: TriedDelivery,
  unknownBefore: number,
  reply: string | null,
  now: Date,
): Verdict {
  const what = 'The connection was lost before the server confirmed the mail: it may or may not have arrived.';
  const base = { stage: 'dot' as const, attempts: delivery.attempts + 1, nextAttemptAt: now, smtpReply: reply };
  if (!isBulk(delivery.lane) && unknownBefore === 0) {
    const reason = `${what} It is sent once more with the same Message-ID, so that most mailboxes show it only once.`;
    return { ...base, state: 'deferred', failureType: null, reason };
  }
  const advice = 'It is not repeated by itself. Ask the recipient, or retry.';
  return { ...base, state: 'unknown', failureType: 'unknown', reason: `${what} ${advice}` };
}
