import type { Ctx } from '#lib/db/context.ts';
import { deliverTransaction } from '#lib/mail/outgoing/deliver-transaction.ts';
import { planTransactions } from '#lib/mail/outgoing/plan-transactions.ts';
import { claimDeliveries } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { holdLeases } from '#lib/mail/outgoing/queue/hold-leases.ts';
import { addOutcomes, emptyOutcome, type SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';

export type { SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';

/** Deliveries held at a time; more would only wait here instead of in the queue, where another worker could take them. */
const batchSize = 500;
/** So that one job cannot run for ever; what is left keeps its own job or is found by the queue manager. */
const maxBatches = 1000;

export interface SendInput {
  /** Only these mails; left out: whatever is due. */
  emailIds?: number[];
  /** Aborted: nothing new is begun, what is under way ends properly, the rest goes back to the queue. */
  signal?: AbortSignal;
}

/**
 * Sends what is due. The life of a delivery: claim -> load -> select server and From -> serialize -> transport (with the
 * intent committed before the final dot) -> verdict. Nothing here holds a transaction while it talks to a server.
 */
export async function sendDueDeliveries(ctx: Ctx, { emailIds, signal }: SendInput = {}): Promise<SendOutcome> {
  let total = emptyOutcome;
  for (let batch = 0; batch < maxBatches && !signal?.aborted; batch++) {
    const urgent = batch > 0 ? await claimDeliveries(ctx, { urgentOnly: true, limit: batchSize }) : [];
    const claimed = urgent.length > 0 ? urgent : await claimDeliveries(ctx, { emailIds, limit: batchSize });
    if (claimed.length === 0) break;
    total = addOutcomes(total, await sendBatch(ctx, claimed, signal));
    if (claimed.length < batchSize && urgent.length === 0) break;
  }
  return total;
}

async function sendBatch(
  ctx: Ctx,
  claimed: Awaited<ReturnType<typeof claimDeliveries>>,
  signal: AbortSignal | undefined,
): Promise<SendOutcome> {
  const leases = holdLeases(ctx, claimed);
  try {
    const { transactions, outcome } = await planTransactions(ctx, claimed);
    const outcomes = await Promise.all(transactions.map((transaction) => deliverTransaction(ctx, transaction, signal)));
    return outcomes.reduce(addOutcomes, outcome);
  } finally {
    leases.end();
  }
}
