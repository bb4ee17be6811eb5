import type { Ctx } from '#lib/db/context.ts';
import { type Drain, openDrain } from '#lib/mail/outgoing/drain.ts';
import { addOutcomes, type SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';

export type { SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';

/** Deliveries of direct mail claimed at a time. */
const directBatch = 500;
/** Of the queue at most: beyond it memory grows and nothing is gained. */
const largestBatch = 1000;

export interface SendInput {
  /** Mails to begin with. */
  emailIds?: number[];
  /** Aborted: nothing new is begun, what is under way ends properly, the rest goes back to the queue. */
  signal?: AbortSignal;
}

/** The two parts of the queue, each sent on its own: a mailing under way never stands before direct mail. */
export interface Drains {
  direct: Drain;
  queued: Drain;
}

/**
 * Sends what is due. The life of a delivery: claim -> load -> select server and From -> serialize -> transport (with the
 * intent committed before the final dot) -> verdict. Nothing here holds a transaction while it talks to a server.
 */
export async function openDrains(ctx: Ctx, signal: AbortSignal): Promise<Drains> {
  const asked = await readParameter(ctx, 'mail.mail.queue.batch.size');
  return {
    direct: openDrain(ctx, { part: 'direct', batchSize: directBatch, signal }),
    queued: openDrain(ctx, { part: 'queued', batchSize: Math.min(asked, largestBatch), signal }),
  };
}

/** Sends everything that is due, and answers when nothing is any more. */
export async function sendDueDeliveries(ctx: Ctx, { emailIds, signal }: SendInput = {}): Promise<SendOutcome> {
  const { direct, queued } = await openDrains(ctx, signal ?? new AbortController().signal);
  await Promise.all([direct.look(emailIds), queued.look(emailIds)]);
  const [first, second] = await Promise.all([direct.settled(), queued.settled()]);
  return addOutcomes(first, second);
}
