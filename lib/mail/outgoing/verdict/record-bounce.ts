import type { Ctx } from '#lib/db/context.ts';
import { joinTransaction } from '#lib/db/transaction.ts';
import { loadBouncedDelivery, writeBounce } from '#lib/mail/outgoing/verdict/load-bounced-delivery.ts';
import { announce } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import { lockEmails, refreshEmailStates } from '#lib/mail/outgoing/verdict/store.ts';

export interface BounceInput {
  deliveryId: number;
  permanence: 'permanent' | 'temporary' | 'none';
  kind: 'hard' | 'soft' | 'none';
  /** The remote server's words, e.g. `550 5.1.1 user unknown`. */
  diagnostic: string | null;
  /** The sentence for people. */
  reason: string;
}

/**
 * A report says that a mail which the server had taken did not arrive, for good or after all its tries: the delivery is
 * `bounced`, its mail `failed`. Reports of a mere delay do not come here.
 * @returns whether the delivery changed
 */
export async function recordBounce(ctx: Ctx, input: BounceInput): Promise<boolean> {
  if (input.permanence === 'none') return false;
  return joinTransaction(ctx, async (tx) => {
    const delivery = await loadBouncedDelivery(tx.db, input.deliveryId);
    if (!delivery) return false;
    await lockEmails(tx.db, [delivery.emailId]);
    const { diagnostic, reason } = input;
    await writeBounce(tx.db, delivery, { diagnostic, reason, now: ctx.now() });
    await announce(tx, await refreshEmailStates(tx.db, [delivery.emailId], ctx.now()));
    return true;
  });
}
