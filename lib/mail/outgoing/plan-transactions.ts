import { openAlert } from '#lib/alerts/open-alert.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { holdBack } from '#lib/mail/outgoing/hold-back.ts';
import { type EmailToSend, loadEmails } from '#lib/mail/outgoing/load-emails.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { putBack } from '#lib/mail/outgoing/queue/put-back.ts';
import { admitTransactions } from '#lib/mail/outgoing/quota/admit-transactions.ts';
import type { HeldPlaces } from '#lib/mail/outgoing/quota/keep-places.ts';
import { loadSelectionFacts, type SelectionFacts } from '#lib/mail/outgoing/select/load-selection-facts.ts';
import type { RefusedSelection, SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';
import { saveSelections } from '#lib/mail/outgoing/select/store.ts';
import { type PartnerPolicies, selectForEmails } from '#lib/mail/outgoing/select-for-emails.ts';
import type { EmailCopy } from '#lib/mail/outgoing/serialize/serialize-email.ts';
import { chooseRoute, type Route } from '#lib/mail/outgoing/transport/choose-route.ts';
import { byAddress, envelopeSender, hasSignedSender } from '#lib/mail/outgoing/transport/envelope-sender.ts';
import {
  addOutcomes,
  countOutcome,
  emptyOutcome,
  type SendOutcome,
} from '#lib/mail/outgoing/transport/send-outcome.ts';
import type { Breaker } from '#lib/mail/outgoing/verdict/breaker.ts';
import { loadBreakers } from '#lib/mail/outgoing/verdict/load-breakers.ts';
import { recordVerdicts } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';

/** Servers refuse more recipients at once than about a hundred (RFC 5321 section 4.5.3.1.8). */
const recipientsPerTransaction = 50;
const withoutServerWaitMs = 60_000;
const noServerAlert = 'no-outgoing-server';

/** Deliveries that share one SMTP transaction: same mail, same copy. */
export interface PlannedTransaction {
  email: EmailToSend;
  copy: EmailCopy;
  selection: SelectedServer;
  /** 0 is the default server. */
  serverId: number;
  route: Route;
  breakers: Map<number, Breaker>;
  deliveries: ClaimedDelivery[];
  /** The address of MAIL FROM; empty: the null sender. */
  envelopeFrom: string;
  /** Its places in the quota of the server; left out where that has none. */
  places?: HeldPlaces;
}

export interface Plan {
  transactions: PlannedTransaction[];
  outcome: SendOutcome;
  /** Deliveries that DNS must be asked about first; plan them with its answer. Null: none. */
  undecided: { claimed: ClaimedDelivery[]; policies: Promise<PartnerPolicies> } | null;
}

/**
 * Loads the mails of claimed deliveries, decides server, From and envelope of each, and forms transactions. Mail that
 * can never go fails here; mail that only lacks a server goes back to the queue.
 */
export async function planTransactions(
  ctx: Ctx,
  claimed: ClaimedDelivery[],
  policies: PartnerPolicies | null = null,
): Promise<Plan> {
  const [facts, breakers, emails, verp] = await Promise.all([
    loadSelectionFacts(ctx),
    loadBreakers(ctx.db),
    loadEmails(ctx, [...new Set(claimed.map((delivery) => delivery.emailId))]),
    readParameter(ctx, 'mail.bounce.verp'),
  ]);
  const { decided: selections, undecided } = await selectForEmails(ctx, facts, [...emails.values()], policies);
  const transactions: PlannedTransaction[] = [];
  let outcome = emptyOutcome;
  for (const [email, deliveries] of groupByEmail(claimed, emails)) {
    const selection = selections.get(email.id);
    if (selection?.ok) {
      try {
        transactions.push(...formTransactions(ctx, { email, deliveries, selection, facts, breakers, verp }));
      } catch (error) {
        await holdBack(ctx, { emailId: email.id, deliveries, selection, breakers }, error);
        outcome = { ...outcome, deferred: outcome.deferred + deliveries.length };
      }
    } else if (selection) outcome = await refuse(ctx, email, deliveries, selection, outcome);
  }
  if (transactions.length > 0) await resolveAlert(ctx, noServerAlert, 'all');
  const admitted = await admitTransactions(ctx, facts.servers.own, transactions);
  await saveSelections(ctx, withoutPlanned(selections, admitted.transactions));
  const waiting = undecided && {
    claimed: claimed.filter(({ emailId }) => undecided.emailIds.has(emailId)),
    policies: undecided.policies,
  };
  return { transactions: admitted.transactions, outcome: addOutcomes(outcome, admitted.outcome), undecided: waiting };
}

/** Decisions about mail that goes ahead are kept with its verdict: one statement less a mail. */
function withoutPlanned<T>(selections: Map<number, T>, planned: PlannedTransaction[]): Map<number, T> {
  const ahead = new Set(planned.map(({ email }) => email.id));
  return new Map([...selections].filter(([id]) => !ahead.has(id)));
}

function groupByEmail(claimed: ClaimedDelivery[], emails: Map<number, EmailToSend>) {
  const groups = new Map<EmailToSend, ClaimedDelivery[]>();
  for (const delivery of claimed) {
    const email = emails.get(delivery.emailId);
    if (email) groups.set(email, [...(groups.get(email) ?? []), delivery]);
  }
  return groups;
}

interface Forming {
  email: EmailToSend;
  deliveries: ClaimedDelivery[];
  selection: SelectedServer;
  facts: SelectionFacts;
  breakers: Map<number, Breaker>;
  verp: boolean;
}

function formTransactions(ctx: Ctx, forming: Forming): PlannedTransaction[] {
  const { email, deliveries, selection, facts, breakers } = forming;
  const route = chooseRoute(ctx, facts.servers, selection);
  if (!route) return [];
  const serverId = selection.serverId ?? 0;
  const copies = Map.groupBy(deliveries, (delivery) => delivery.copy);
  return [...copies].flatMap(([number, members]) => {
    const [first] = members;
    const copy = { number, headerTo: first?.headerTo ?? null, personalisation: first?.personalisation ?? null };
    const parts = hasSignedSender(forming) ? [...byAddress(members).values()] : chunks(members);
    return parts.map((part) => {
      const envelopeFrom = envelopeSender(ctx, forming, part[0]);
      return { email, copy, selection, serverId, route, breakers, deliveries: part, envelopeFrom };
    });
  });
}

function chunks(members: ClaimedDelivery[]): ClaimedDelivery[][] {
  const count = Math.ceil(members.length / recipientsPerTransaction);
  return Array.from({ length: count }, (_, index) =>
    members.slice(index * recipientsPerTransaction, (index + 1) * recipientsPerTransaction),
  );
}

/** No server: wait and tell the administrators. Anything else is wrong with the mail itself: it fails. */
async function refuse(
  ctx: Ctx,
  email: EmailToSend,
  deliveries: ClaimedDelivery[],
  selection: RefusedSelection,
  before: SendOutcome,
): Promise<SendOutcome> {
  if (selection.waits) {
    const dueAt = addMilliseconds(ctx.now(), withoutServerWaitMs);
    await putBack(ctx, email.id, { held: deliveries, dueAt, serverId: null, reason: selection.reason });
    await openAlert(ctx, {
      kind: noServerAlert,
      key: 'all',
      severity: 'error',
      title: 'Mail waits: there is no outgoing server',
      detail: selection.reason,
      link: '/technical/outgoing-servers',
    });
    return { ...before, deferred: before.deferred + deliveries.length };
  }
  const now = ctx.now();
  const records = deliveries.map(({ id, epoch, attempts }) => ({
    deliveryId: id,
    epoch,
    emailId: email.id,
    serverId: email.forcedServerId ?? 0,
    serverName: 'No server',
    startedAt: now,
    transcript: null,
    verdict: {
      state: 'failed' as const,
      stage: 'connect' as const,
      attempts: attempts + 1,
      nextAttemptAt: now,
      smtpReply: null,
      failureType: selection.failureType,
      reason: selection.reason,
    },
  }));
  await recordVerdicts(ctx, records);
  const { failed } = countOutcome(records.map((record) => record.verdict.state));
  return { ...before, failed: before.failed + failed };
}
