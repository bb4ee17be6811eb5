import { messageOf } from '#lib/core/errors.ts';
import { slots } from '#lib/core/slots.ts';
import type { Ctx } from '#lib/db/context.ts';
import { processIncomingMail } from '../../receive.ts';

/** What one fetch hands to be processed while it goes on fetching. */
export interface Processing {
  /** Waits while too many are waiting. */
  add(mails: { id: number; uid: number }[]): Promise<void>;
  /** What came out since it was last asked. */
  outcomes(): { uid: number; outcome: string }[];
  /** Waits for all. */
  settled(): Promise<void>;
}

/** Of all mailboxes of this process together. */
const places = slots(64);
/** Mails of one mailbox at a time: those of a batch. */
const atOnce = 32;
const mostWaiting = 300;

/**
 * Processes kept mails beside the fetch that brought them. What is left when `signal` aborts stays unprocessed, and is
 * picked up within a minute like everything a process left behind.
 */
export function processBeside(ctx: Ctx, signal?: AbortSignal): Processing {
  const waiting: { id: number; uid: number }[] = [];
  let done: { uid: number; outcome: string }[] = [];
  const running = new Set<Promise<void>>();
  let goOn: () => void = () => undefined;
  const work = async () => {
    for (let mail = waiting.shift(); mail && !signal?.aborted; mail = waiting.shift()) {
      if (waiting.length <= mostWaiting / 2) goOn();
      const outcome = await places.run(() => processOne(ctx, mail.id));
      done.push({ uid: mail.uid, outcome });
    }
  };
  const start = () => {
    const run = work().finally(() => {
      running.delete(run);
      goOn();
    });
    running.add(run);
  };
  return {
    add: async (mails) => {
      waiting.push(...mails);
      while (running.size < atOnce && waiting.length > 0) start();
      if (waiting.length <= mostWaiting || running.size === 0) return;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    },
    outcomes: () => {
      const some = done;
      done = [];
      return some;
    },
    settled: async () => {
      await Promise.all(running);
    },
  };
}

async function processOne(ctx: Ctx, id: number): Promise<string> {
  try {
    return (await processIncomingMail(ctx, id)).outcome;
  } catch (error) {
    ctx.log.warn({ reason: messageOf(error), incomingMailId: id }, 'a kept mail is processed within a minute');
    return 'later';
  }
}
