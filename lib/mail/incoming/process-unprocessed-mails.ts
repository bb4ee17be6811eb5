import { addMilliseconds } from '#lib/core/clock.ts';
import { settleAll } from '#lib/core/settle-all.ts';
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
  const ids = signal?.aborted ? [] : await selectUnprocessed(ctx.db, before, batch);
  const answers = await settleAll(ids.map((id) => processIncomingMail(ctx, id)));
  await watchQuarantine(ctx);
  const log = answers.map(({ id, outcome }) => `mail ${id}: ${outcome}`).join('\n');
  return { done: answers.length, remaining: await countUnprocessed(ctx.db, before), log };
}
