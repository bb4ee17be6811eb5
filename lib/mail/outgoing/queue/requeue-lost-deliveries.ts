import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { loadOverdueEmails } from '#lib/mail/outgoing/queue/load-lost-deliveries.ts';
import { recoverLostDeliveries } from '#lib/mail/outgoing/queue/recover-lost-deliveries.ts';

/** A job that exists is done long before this; only mail whose job was lost is due for longer. */
const overdueMs = 20_000;
const perStep = 500;

/**
 * *Mail: Email Queue Manager*. Takes over what dead workers held, and gives due mail that has no job any more a new one.
 * It sends nothing itself.
 */
export async function requeueLostDeliveries(
  ctx: Ctx,
  signal: AbortSignal,
): Promise<{ done: number; remaining: number; log: string }> {
  const recovered = await recoverLostDeliveries(ctx, signal);
  const overdue = await loadOverdueEmails(ctx, addMilliseconds(ctx.now(), -overdueMs), perStep);
  await inTransaction(ctx, async (tx) => {
    for (const emailId of overdue) await tx.jobs.send(tx.db, 'send-email', { emailId });
  });
  const log = `Deliveries recovered from a lost worker: ${recovered}. Mails given a new job: ${overdue.length}.`;
  return { done: recovered + overdue.length, remaining: 0, log };
}
