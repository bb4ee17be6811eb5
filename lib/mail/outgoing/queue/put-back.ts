import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type ReleaseInput, releaseDeliveries } from '#lib/mail/outgoing/queue/release-deliveries.ts';
import { announce } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import { lockEmails, refreshEmailStates } from '#lib/mail/outgoing/verdict/store.ts';

/**
 * Puts claimed deliveries of one mail back untried, with a job for the moment they are due again. Deliveries that
 * somebody else claimed since are left to him.
 */
export async function putBack(ctx: Ctx, emailId: number, input: ReleaseInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockEmails(tx.db, [emailId]);
    if ((await releaseDeliveries(tx, input)) === 0) return;
    await tx.jobs.send(tx.db, 'send-email', { emailId }, input.dueAt);
    await announce(tx, await refreshEmailStates(tx.db, [emailId], tx.now()));
  });
}
