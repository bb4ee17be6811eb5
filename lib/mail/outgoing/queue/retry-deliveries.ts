import type { Ctx } from '#lib/db/context.ts';
import { checkRecipient } from '#lib/mail/outgoing/queue/check-draft.ts';
import { type DeliveryFacts, failedStates, resetDeliveries } from '#lib/mail/outgoing/queue/store.ts';
import { announce } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import { lockEmails, refreshEmailStates } from '#lib/mail/outgoing/verdict/store.ts';

/** One job drains whatever is due: more of them would only stand in line. */
const mostJobs = 100;

/**
 * Puts failed deliveries back into the queue, in the caller's transaction. Addresses that mail cannot reach stay failed.
 * Whoever calls this has checked that the actor may.
 * @returns how many deliveries go again
 */
export async function retryDeliveries(ctx: Ctx, deliveries: DeliveryFacts[]): Promise<number> {
  const again = deliveries.filter(({ recipient, state }) => {
    return failedStates.includes(state) && checkRecipient({ email: recipient }).usable;
  });
  if (again.length === 0) return 0;
  const emailIds = [...new Set(again.map((delivery) => delivery.emailId))];
  await lockEmails(ctx.db, emailIds);
  const ids = again.map((delivery) => delivery.id);
  const reset = await resetDeliveries(ctx.db, ids, failedStates, ctx.now());
  await announce(ctx, await refreshEmailStates(ctx.db, emailIds, ctx.now()));
  for (const emailId of emailIds.slice(0, mostJobs)) await ctx.jobs.send(ctx.db, 'send-email', { emailId });
  return reset.length;
}
