import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { KeptMail } from '../keep/keep-mail.ts';
import { processIncomingMail } from '../receive.ts';

export interface Processing {
  /** @param mail its first try counted */
  add(mail: KeptMail): void;
  settled(): Promise<void>;
}

const atOnce = 6;
/** More than about a second's worth waits in the queue, where the other workers see it too. */
const mostWaiting = 256;
/** Of those of them that are held in memory. */
const mostBytes = 16_777_216;

/** Processes kept mails at once, in this process; what it cannot keep up with goes to the workers' queue. */
export function processSoon(ctx: Ctx): Processing {
  const waiting: KeptMail[] = [];
  const running = new Set<Promise<void>>();
  let bytes = 0;
  const next = () => {
    const mail = waiting.shift();
    if (mail === undefined) return;
    bytes -= heldOf(mail);
    const run = processOne(ctx, mail).finally(() => {
      running.delete(run);
      next();
    });
    running.add(run);
  };
  return {
    add: (mail) => {
      if (waiting.length >= mostWaiting || bytes + heldOf(mail) > mostBytes) return handOver(ctx, mail.id);
      waiting.push(mail);
      bytes += heldOf(mail);
      if (running.size < atOnce) next();
    },
    settled: async () => {
      for (const { id } of waiting.splice(0)) handOver(ctx, id);
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
