import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { KeptMail } from '../keep/keep-mail.ts';
import { processIncomingMail } from '../receive.ts';

export interface Processing {
  /**
   * Whoever goes on taking mails in waits for the answer: so many wait already that they would only wait longer.
   * @param mail its first try counted
   */
  add(mail: KeptMail): Promise<void>;
  settled(): Promise<void>;
}

/** Those of a batch; more of them held in memory cost more than they save. */
const atOnce = 32;
/** Beyond these they are taken in slowly: keeping more at once would only slow down what is processed. */
const plenty = 64;
const momentMs = 50;
/** Beyond these they wait in the queue, where the other workers see them too. */
const mostWaiting = 256;
/** Of all of them that are held in memory. */
const mostBytes = 16_777_216;

/** Processes kept mails at once, in this process; what it cannot keep up with goes to the workers' queue. */
export function processSoon(ctx: Ctx): Processing {
  const waiting: KeptMail[] = [];
  const running = new Set<Promise<void>>();
  const held = new Set<() => void>();
  let bytes = 0;
  const next = () => {
    const mail = waiting.shift();
    if (mail === undefined) return;
    if (waiting.length < plenty) for (const goOn of held) goOn();
    const run = processOne(ctx, mail).finally(() => {
      running.delete(run);
      bytes -= heldOf(mail);
      next();
    });
    running.add(run);
  };
  const moment = () =>
    new Promise<void>((resolve) => {
      const goOn = () => {
        held.delete(goOn);
        clearTimeout(clock);
        resolve();
      };
      const clock = setTimeout(goOn, momentMs);
      held.add(goOn);
    });
  return {
    add: async (mail) => {
      if (waiting.length >= mostWaiting || bytes + heldOf(mail) > mostBytes) {
        handOver(ctx, mail.id);
        return moment();
      }
      waiting.push(mail);
      bytes += heldOf(mail);
      if (running.size < atOnce) next();
      if (waiting.length >= plenty) await moment();
    },
    settled: async () => {
      for (const mail of waiting.splice(0)) handOver(ctx, mail.id);
      await Promise.all(running);
    },
  };
}

function heldOf({ raw }: KeptMail): number {
  return raw?.length ?? 0;
}

async function processOne(ctx: Ctx, mail: KeptMail): Promise<void> {
  try {
    await processIncomingMail(ctx, mail);
  } catch (error) {
    laterByClock(ctx, mail.id, error);
  }
}

function handOver(ctx: Ctx, id: number): void {
  ctx.jobs.send(ctx.db, 'receive-mail', { incomingMailId: id }).catch((error) => laterByClock(ctx, id, error));
}

function laterByClock(ctx: Ctx, id: number, error: unknown): void {
  ctx.log.warn({ reason: messageOf(error), incomingMailId: id }, 'a kept mail is processed within a minute');
}
