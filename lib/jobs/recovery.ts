import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { recoverLostDeliveries } from '#lib/mail/outgoing/queue/recover-lost-deliveries.ts';

const everyMs = 10_000;

/**
 * Looks every 10 seconds for mail whose worker died. The queue manager does it too, but only each minute: with the lease
 * of 30 seconds that would be too late for mail that is to leave within a minute of a crash.
 */
export function startRecovery(ctx: Ctx, signal: AbortSignal): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = runOnce(ctx, signal).finally(() => {
      busy = false;
    });
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function runOnce(ctx: Ctx, signal: AbortSignal): Promise<void> {
  try {
    await recoverLostDeliveries(ctx, signal);
  } catch (error) {
    ctx.log.warn({ reason: messageOf(error) }, 'mail of dead workers could not be looked for; trying again');
  }
}
