import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { recoverLostDeliveries } from '#lib/mail/outgoing/queue/recover-lost-deliveries.ts';
import type { Drains } from '#lib/mail/outgoing/send.ts';

const everyMs = 10_000;

/**
 * Looks every 10 seconds for mail whose worker died, and for due mail whose job was lost. The queue manager does it
 * too, but only each minute: with the lease of 30 seconds that would be too late for mail that is to leave within a
 * minute of a crash.
 */
export function startRecovery(ctx: Ctx, drains: Drains, signal: AbortSignal): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = runOnce(ctx, drains, signal).finally(() => {
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

async function runOnce(ctx: Ctx, { direct, queued }: Drains, signal: AbortSignal): Promise<void> {
  try {
    await recoverLostDeliveries(ctx, signal);
    // A drain that has no room answers late: the next look does not wait for it.
    for (const drain of [direct, queued]) drain.look().catch(() => undefined);
  } catch (error) {
    ctx.log.warn({ reason: messageOf(error) }, 'mail of dead workers could not be looked for; trying again');
  }
}
