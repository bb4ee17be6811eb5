import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { runDueActions } from '#lib/schedule/run-due-actions.ts';

const everyMs = 5000;

/** Looks every 5 seconds for scheduled actions that are due. Any number of clocks may tick: each action runs once. */
export function startClock(ctx: Ctx, signal: AbortSignal): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  // Ticks may overlap: an action at work is leased, and a slow one must not keep the others from their time.
  const tick = () => {
    const run = runOnce(ctx, signal).finally(() => running.delete(run));
    running.add(run);
  };
  const timer = setInterval(tick, everyMs);
  tick();
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(running);
    },
  };
}

async function runOnce(ctx: Ctx, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  try {
    await runDueActions(ctx, { startedBy: 'clock', signal });
  } catch (error) {
    ctx.log.error({ err: error, reason: messageOf(error) }, 'the scheduled actions could not be run');
  }
}
