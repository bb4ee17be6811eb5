import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { countUnprocessed, selectUnprocessed } from './keep/store.ts';
import { processIncomingMail } from './receive.ts';
import { watchQuarantine } from './watch-quarantine.ts';

const batch = 100;
/** Whoever stored a mail processes it at once; only what he left behind is picked up. */
const grace = 30_000;

/** Picks up mails whose process ended between storing and processing them, and looks whether quarantine grows. */
export async function processUnprocessedMails(
  ctx: Ctx,
  signal?: AbortSignal,
): Promise<{ done: number; remaining: number; log: string }> {
  const before = addMilliseconds(ctx.now(), -grace);
  const outcomes: string[] = [];
  for (const id of await selectUnprocessed(ctx.db, before, batch)) {
    if (signal?.aborted) break;
    const { outcome } = await processIncomingMail(ctx, id);
    outcomes.push(`mail ${id}: ${outcome}`);
  }
  await watchQuarantine(ctx);
  return { done: outcomes.length, remaining: await countUnprocessed(ctx.db, before), log: outcomes.join('\n') };
}
