import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';

/** Pages that show a mailbox ask again at most so often, however many mails come. */
const everyMs = 1000;

/**
 * What a fetch calls whenever it has come further: at most one event a second goes out. The end of a fetch is told by
 * the event of its server. One fetch at a time has a mailbox, so that this holds for all workers together.
 */
export function progressTeller(ctx: Ctx, serverId: number): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = performance.now();
    if (now - last < everyMs) return;
    last = now;
    await publishEvent(ctx.db, { topic: 'fetch-progress', serverId });
  };
}
