import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { runDueActions } from '#lib/schedule/run-due-actions.ts';

const everyMs = 5000;

/** Looks every 5 seconds for scheduled actions that are due. Any number of clocks may tick: each action runs once. */
export function startClock(ctx: Ctx, signal: AbortSignal): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  // A tick that comes while actions still run is dropped: the next one finds whatever became due meanwhile.
  const tick = () => {
    running ??= runOnce(ctx, signal).finally(() => {
      running = null;
    });
  };
  const timer = setInterval(tick, everyMs);
  tick();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
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
