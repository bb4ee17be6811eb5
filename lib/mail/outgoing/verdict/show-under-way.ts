import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';
import { announce } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import { lockEmails, updateEmailStates } from '#lib/mail/outgoing/verdict/store.ts';

/**
 * Shows mails as `sending` that take longer than most, with what was decided about them. Their state follows from the
 * deliveries under the same lock as everywhere: what came back or went through meanwhile is never shown so.
 */
export async function showUnderWay(
  ctx: Ctx,
  underWay: { email: { id: number }; selection: SelectedServer }[],
): Promise<void> {
  if (underWay.length === 0) return;
  const selections = new Map(underWay.map(({ email, selection }) => [email.id, selection]));
  try {
    await inTransaction(ctx, async (tx) => {
      const mails = await lockEmails(tx.db, [...selections.keys()]);
      await updateEmailStates(tx.db, [...selections.keys()], tx.now(), selections);
      await announce(tx, mails);
    });
  } catch (error) {
    ctx.log.warn({ reason: messageOf(error) }, 'mail under way could not be shown so');
  }
}
