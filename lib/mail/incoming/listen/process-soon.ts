import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { processIncomingMail } from '../receive.ts';

export interface Processing {
  add(id: number): void;
  settled(): Promise<void>;
}

const atOnce = 6;
/** More than about a second's worth waits in the queue, where the other workers see it too. */
const mostWaiting = 64;

/** Processes kept mails at once, in this process; what it cannot keep up with goes to the workers' queue. */
export function processSoon(ctx: Ctx): Processing {
  const waiting: number[] = [];
  const running = new Set<Promise<void>>();
  const next = () => {
    const id = waiting.shift();
    if (id === undefined) return;
    const run = processOne(ctx, id).finally(() => {
      running.delete(run);
      next();
    });
    running.add(run);
  };
  return {
    add: (id) => {
      if (waiting.length >= mostWaiting) return handOver(ctx, id);
      waiting.push(id);
      if (running.size < atOnce) next();
    },
    settled: async () => {
      for (const id of waiting.splice(0)) handOver(ctx, id);
      await Promise.all(running);
    },
  };
}

async function processOne(ctx: Ctx, id: number): Promise<void> {
  try {
    await processIncomingMail(ctx, id);
  } catch (error) {
    laterByClock(ctx, id, error);
  }
}

function handOver(ctx: Ctx, id: number): void {
  ctx.jobs.send(ctx.db, 'receive-mail', { incomingMailId: id }).catch((error) => laterByClock(ctx, id, error));
}

function laterByClock(ctx: Ctx, id: number, error: unknown): void {
  ctx.log.warn({ reason: messageOf(error), incomingMailId: id }, 'a kept mail is processed within a minute');
}
