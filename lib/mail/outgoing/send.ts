import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { deliverTransaction } from '#lib/mail/outgoing/deliver-transaction.ts';
import { type LateMail, lateMail } from '#lib/mail/outgoing/late-mail.ts';
import { type PlannedTransaction, planTransactions } from '#lib/mail/outgoing/plan-transactions.ts';
import { type ClaimedDelivery, claimDeliveries } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { holdLeases } from '#lib/mail/outgoing/queue/hold-leases.ts';
import type { PartnerPolicies } from '#lib/mail/outgoing/select-for-emails.ts';
import { addOutcomes, emptyOutcome, type SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';

export type { SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';

/** Deliveries held at a time; more would only wait here instead of in the queue, where another worker could take them. */
const batchSize = 500;
/** After this, transactions of a batch that have no connection yet make way for other mail. */
const patienceMs = 15_000;
/** What they need to get back into the queue. */
const graceMs = 2_000;
/** A job that finds more due mail than this long ago begins a new one and ends. */
const longestRunMs = 60_000;

export interface SendInput {
  /** Mails to begin with. */
  emailIds?: number[];
  /** Aborted: nothing new is begun, what is under way ends properly, the rest goes back to the queue. */
  signal?: AbortSignal;
}

/**
 * Sends what is due: first the mails named, then, as jobs are only hints, whatever else is due, person-to-person mail
 * first. The life of a delivery: claim -> load -> select server and From -> serialize -> transport (with the intent
 * committed before the final dot) -> verdict. Nothing here holds a transaction while it talks to a server.
 */
export async function sendDueDeliveries(ctx: Ctx, { emailIds, signal }: SendInput = {}): Promise<SendOutcome> {
  const until = Date.now() + longestRunMs;
  let total = emptyOutcome;
  let claimed = await claimDeliveries(ctx, { emailIds, limit: batchSize });
  if (claimed.length === 0 && emailIds) claimed = await claimDeliveries(ctx, { limit: batchSize });
  const late = lateMail();
  while (claimed.length > 0 || late.pending()) {
    if (claimed.length > 0) total = addOutcomes(total, await sendBatch(ctx, { claimed, late, policies: null }, signal));
    else await late.someDone();
    const emailId = claimed.at(-1)?.emailId;
    if (signal?.aborted) break;
    if (Date.now() > until) {
      if (emailId) await ctx.jobs.send(ctx.db, 'send-email', { emailId });
      break;
    }
    claimed = await claimDeliveries(ctx, { limit: batchSize });
  }
  return addOutcomes(total, await late.allDone());
}

interface Batch {
  claimed: ClaimedDelivery[];
  /** Takes what has to wait for DNS. */
  late: LateMail;
  /** What DNS said about its authors; null: not asked yet. */
  policies: PartnerPolicies | null;
}

/**
 * Waits for a batch, but not for ever: a server may take ten minutes to answer, and mail for other servers must not wait
 * for it. What has no connection by then goes back to the queue; what is under way ends by itself, its leases held.
 */
async function sendBatch(ctx: Ctx, { claimed, late, policies }: Batch, stop?: AbortSignal): Promise<SendOutcome> {
  const leases = holdLeases(ctx, claimed);
  const patience = AbortSignal.timeout(patienceMs);
  const signal = stop ? AbortSignal.any([stop, patience]) : patience;
  let outcome = emptyOutcome;
  const work = planTransactions(ctx, claimed, policies)
    .then(async (plan) => {
      outcome = addOutcomes(outcome, plan.outcome);
      const { undecided } = plan;
      if (undecided) {
        const carryOn = (said: PartnerPolicies) =>
          sendBatch(ctx, { claimed: undecided.claimed, late, policies: said }, stop);
        late.add(undecided.policies.then(carryOn).catch(endedEarly(ctx)));
      }
      const carry = async (transaction: PlannedTransaction) => {
        const done = await deliverTransaction(ctx, transaction, signal);
        outcome = addOutcomes(outcome, done);
      };
      await Promise.all(plan.transactions.map(carry));
    })
    .finally(leases.end);
  await Promise.race([work, outOfPatience(patience)]);
  work.catch(endedEarly(ctx));
  return outcome;
}

function endedEarly(ctx: Ctx): (error: unknown) => SendOutcome {
  return (error) => {
    ctx.log.error({ reason: messageOf(error) }, 'a batch of mail ended early; it stays due');
    return emptyOutcome;
  };
}

function outOfPatience(patience: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const after = () => setTimeout(resolve, graceMs).unref();
    patience.addEventListener('abort', after, { once: true });
  });
}
