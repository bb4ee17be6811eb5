import { AppError, messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { openHand } from '#lib/mail/outgoing/hand.ts';
import { claimDeliveries, type QueuePart } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import type { SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';

/** Sends one part of the queue for as long as something is due. */
export interface Drain {
  /**
   * Looks for due mail, the mails named first; resolves as soon as what there was is in hand (its leases bring it back
   * should this process die).
   * @throws the database's error when it could not be asked
   */
  look(emailIds?: number[]): Promise<void>;
  /**
   * Nothing is due any more, and nothing under way.
   * @returns what became of everything sent so far
   */
  settled(): Promise<SendOutcome>;
}

export interface DrainOptions {
  part: QueuePart;
  /** Deliveries claimed at a time. */
  batchSize: number;
  /** Aborted: nothing is claimed any more. */
  signal: AbortSignal;
}

/** How many batches may be in hand: more would only wait here instead of in the queue, where others could take them. */
const batchesInHand = 3;

/** How often the queue is looked at while mail is under way and nothing else is due. */
const lookAgainAfterMs = 250;

interface Asker {
  emailIds: number[];
  answer(): void;
  refuse(error: unknown): void;
}

/**
 * A drain keeps the connections busy: while half a batch still waits for a connection, the next one is claimed and
 * planned. It runs as long as there is work, and sleeps until somebody looks again.
 */
export function openDrain(ctx: Ctx, { part, batchSize, signal }: DrainOptions): Drain {
  const askers: Asker[] = [];
  let running: Promise<void> | null = null;
  let failure: unknown = null;
  let wake: () => void = () => undefined;
  const hand = openHand(ctx, () => wake(), signal);
  signal.addEventListener('abort', () => wake(), { once: true });

  const isEmpty = () => hand.held() === 0;
  const hasRoom = () => hand.waiting() <= batchSize / 2 && hand.held() < batchesInHand * batchSize;
  const until = async (condition: () => boolean) => {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };

  const within = async (ms: number, condition: () => boolean) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      wake();
    }, ms);
    await until(() => late || condition());
    clearTimeout(timer);
  };

  async function run(): Promise<void> {
    for (;;) {
      await until(() => hasRoom() || signal.aborted);
      if (signal.aborted) break;
      const asked = askers.splice(0);
      if (await claimMore(asked)) continue;
      // Mail may become due without anybody saying so: what a server did not take at once, or what lost its job.
      if (!isEmpty()) await within(lookAgainAfterMs, () => isEmpty() || askers.length > 0 || signal.aborted);
      else if (askers.length === 0) return;
    }
    for (const { refuse } of askers.splice(0)) refuse(new AppError('unavailable', 'the worker is stopping'));
    await until(isEmpty);
  }

  /** @returns whether there was something; mails that are named go first */
  async function claimMore(asked: Asker[]): Promise<boolean> {
    const emailIds = asked.flatMap((asker) => asker.emailIds);
    try {
      const named = emailIds.length > 0 ? await claimDeliveries(ctx, { part, emailIds, limit: batchSize }) : [];
      const claimed = named.length > 0 ? named : await claimDeliveries(ctx, { part, limit: batchSize });
      if (claimed.length > 0) hand.take(claimed);
      for (const { answer } of asked) answer();
      return claimed.length > 0;
    } catch (error) {
      for (const { refuse } of asked) refuse(error);
      throw error;
    }
  }

  function start(): void {
    failure = null;
    running = run()
      .catch((error) => {
        failure = error;
        ctx.log.warn({ reason: messageOf(error) }, 'due mail could not be claimed; it is looked for again');
      })
      .finally(() => {
        running = null;
        // Somebody may have asked between the last look and here.
        if (askers.length > 0) start();
      });
  }

  return {
    look: (emailIds = []) =>
      new Promise((answer, refuse) => {
        askers.push({ emailIds, answer, refuse });
        if (running) wake();
        else start();
      }),
    settled: async () => {
      while (running) await running;
      if (failure) throw failure;
      await until(isEmpty);
      return hand.outcome();
    },
  };
}
