import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadOverdueEmails } from './load-lost-deliveries.ts';

/** A worker that is woken goes on with whatever is due: more jobs would only stand in line. */
const mostJobs = 50;

/** Has mail that is due sent at once instead of with the queue manager's next round. */
export async function wakeDueEmails(ctx: Ctx): Promise<void> {
  const due = await loadOverdueEmails(ctx, addMilliseconds(ctx.now(), 1), mostJobs);
  for (const emailId of due) await ctx.jobs.send(ctx.db, 'send-email', { emailId });
}
