import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type Carriage, deliverTransaction } from '#lib/mail/outgoing/deliver-transaction.ts';
import { type PlannedTransaction, planTransactions } from '#lib/mail/outgoing/plan-transactions.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { holdLeases } from '#lib/mail/outgoing/queue/hold-leases.ts';
import type { PartnerPolicies } from '#lib/mail/outgoing/select-for-emails.ts';
import { loadConnectionLimits } from '#lib/mail/outgoing/transport/load-connection-limits.ts';
import { addOutcomes, emptyOutcome, type SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';
import { showUnderWay } from '#lib/mail/outgoing/verdict/show-under-way.ts';

/** After this, transactions of a batch that have no connection yet make way for other mail. */
const patienceMs = 15_000;
/** Mail that is with its server for longer is shown so; most is through before anybody could look. */
const shownAfterMs = 3_000;
const showEveryMs = 1_000;

/** The claimed mail of a process: all of it that waits for a connection or is under way. */
export interface Hand {
  /** Takes claimed deliveries on; answers at once. */
  take(claimed: ClaimedDelivery[]): void;
  /** Deliveries not finished. */
  held(): number;
  /** Deliveries among them that wait for a connection. */
  waiting(): number;
  /** What became of everything so far. */
  outcome(): SendOutcome;
}

/**
 * Starts with nothing.
 * @param onProgress called whenever mail got its turn or is finished
 * @param stop aborted: nothing new is begun, what is under way ends properly, the rest goes back to the queue
 */
export function openHand(ctx: Ctx, onProgress: () => void, stop: AbortSignal): Hand {
  const count = { held: 0, waiting: 0 };
  let outcome = emptyOutcome;

  const take = (claimed: ClaimedDelivery[], policies: PartnerPolicies | null = null) => {
    count.held += claimed.length;
    count.waiting += claimed.length;
    const batch = { waiting: claimed.length, done: 0 };
    void carryBatch(ctx, claimed, { policies, stop, take, onTurn, onDone }).finally(() => {
      onTurn(batch.waiting);
      onDone(claimed.length - batch.done, emptyOutcome);
    });

    function onTurn(deliveries: number): void {
      batch.waiting -= deliveries;
      count.waiting -= deliveries;
      onProgress();
    }
    function onDone(deliveries: number, what: SendOutcome): void {
      batch.done += deliveries;
      count.held -= deliveries;
      outcome = addOutcomes(outcome, what);
      onProgress();
    }
  };

  return {
    take: (claimed) => take(claimed),
    held: () => count.held,
    waiting: () => count.waiting,
    outcome: () => outcome,
  };
}

interface Batch {
  /** What DNS said about the authors; null: not asked yet. */
  policies: PartnerPolicies | null;
  stop: AbortSignal;
  /** Takes on what DNS had to be asked about. */
  take(claimed: ClaimedDelivery[], policies: PartnerPolicies): void;
  onTurn(deliveries: number): void;
  onDone(deliveries: number, outcome: SendOutcome): void;
}

/**
 * Plans claimed deliveries and carries them through. What has no connection after a while goes back to the queue: a
 * server may take ten minutes to answer, and mail for other servers must not wait for it. Never throws.
 */
async function carryBatch(ctx: Ctx, claimed: ClaimedDelivery[], batch: Batch): Promise<void> {
  const leases = holdLeases(ctx, claimed);
  const signal = AbortSignal.any([batch.stop, AbortSignal.timeout(patienceMs)]);
  /** Since when; not what waits for a connection, and nothing that is shown already. */
  const underWay = new Map<PlannedTransaction, number>();
  const show = setInterval(() => void showUnderWay(ctx, takeLong(underWay)), showEveryMs);
  try {
    const [plan, limits] = await Promise.all([
      planTransactions(ctx, claimed, batch.policies),
      loadConnectionLimits(ctx),
    ]);
    const settled = claimed.length - countDeliveries(plan.transactions) - (plan.undecided?.claimed.length ?? 0);
    batch.onTurn(settled);
    batch.onDone(settled, plan.outcome);
    const carry = async (transaction: PlannedTransaction) => {
      const onTurn = (deliveries: number) => {
        underWay.set(transaction, performance.now());
        batch.onTurn(deliveries);
      };
      const outcome = await waitAndCarry(ctx, transaction, { limits, signal, onTurn });
      underWay.delete(transaction);
      batch.onDone(transaction.deliveries.length, outcome);
    };
    const late = plan.undecided && decideLater(plan.undecided, batch);
    await Promise.all([...plan.transactions.map(carry), late]);
  } catch (error) {
    ctx.log.error({ reason: messageOf(error) }, 'a batch of mail ended early; it stays due');
  } finally {
    clearInterval(show);
    leases.end();
  }
}

function takeLong(underWay: Map<PlannedTransaction, number>): PlannedTransaction[] {
  const since = performance.now() - shownAfterMs;
  const long = [...underWay].filter(([, at]) => at <= since).map(([transaction]) => transaction);
  for (const transaction of long) underWay.delete(transaction);
  return long;
}

function countDeliveries(transactions: PlannedTransaction[]): number {
  return transactions.reduce((sum, { deliveries }) => sum + deliveries.length, 0);
}

/** Its turn is counted once: when it gets a connection, or when it ends without one. */
async function waitAndCarry(
  ctx: Ctx,
  transaction: PlannedTransaction,
  { limits, signal, onTurn }: Omit<Carriage, 'onTurn'> & Pick<Batch, 'onTurn'>,
): Promise<SendOutcome> {
  let waits = true;
  const turn = () => {
    if (waits) onTurn(transaction.deliveries.length);
    waits = false;
  };
  const outcome = await deliverTransaction(ctx, transaction, { limits, signal, onTurn: turn });
  turn();
  return outcome;
}

/** Mail that DNS has to be asked about first goes on with its answer; the rest of the batch does not wait. */
async function decideLater(
  { claimed, policies }: { claimed: ClaimedDelivery[]; policies: Promise<PartnerPolicies> },
  batch: Batch,
): Promise<void> {
  batch.take(claimed, await policies);
  batch.onTurn(claimed.length);
  batch.onDone(claimed.length, emptyOutcome);
}
