import type { DeliveryState } from '#lib/core/enumerations.ts';
import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { PlannedTransaction } from '#lib/mail/outgoing/plan-transactions.ts';
import { putBack } from '#lib/mail/outgoing/queue/put-back.ts';
import { keepPlaces } from '#lib/mail/outgoing/quota/keep-places.ts';
import { makeMessage } from '#lib/mail/outgoing/serialize/make-message.ts';
import { signingKeysOf } from '#lib/mail/outgoing/serialize/signing-keys-of.ts';
import { deliverBySmtp } from '#lib/mail/outgoing/transport/deliver-by-smtp.ts';
import { deliverToSandbox } from '#lib/mail/outgoing/transport/deliver-to-sandbox.ts';
import { byAddress } from '#lib/mail/outgoing/transport/envelope-sender.ts';
import type { ConnectionLimits } from '#lib/mail/outgoing/transport/load-connection-limits.ts';
import { countOutcome, emptyOutcome, type SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';
import { allFeatures, type SmtpFeatures } from '#lib/mail/outgoing/transport/smtp-features.ts';
import { closedBreaker } from '#lib/mail/outgoing/verdict/breaker.ts';
import { explainBreaker } from '#lib/mail/outgoing/verdict/explain-breaker.ts';
import { askBreaker } from '#lib/mail/outgoing/verdict/record-server-health.ts';

/** What the transactions of a batch have in common. */
export interface Carriage {
  limits: ConnectionLimits;
  /** Told once for each transaction, when it stops waiting for a connection. */
  onTurn: () => void;
  /** Aborted: what has no connection yet goes back to the queue. */
  signal: AbortSignal;
}

/**
 * Carries one transaction through: may the server be tried -> serialize -> transport -> verdict. Never throws: what goes
 * wrong here must not take the other transactions of the batch along; its deliveries come back when their lease ends.
 */
export async function deliverTransaction(
  ctx: Ctx,
  transaction: PlannedTransaction,
  carriage: Carriage,
): Promise<SendOutcome> {
  try {
    return countOutcome(await carry(ctx, transaction, carriage));
  } catch (error) {
    const { id } = transaction.email;
    ctx.log.error(
      { emailId: id, reason: messageOf(error), err: error },
      'a mail could not be handed over; it stays due',
    );
    return emptyOutcome;
  }
}

async function carry(
  ctx: Ctx,
  transaction: PlannedTransaction,
  { limits, onTurn, signal }: Carriage,
): Promise<DeliveryState[]> {
  const { route, deliveries: held } = transaction;
  const addresses = byAddress(held);
  const keys = await signingKeysOf(ctx, transaction);
  if (keys === null) {
    onTurn();
    return held.map(() => 'queued');
  }
  const makeRaw = (features: SmtpFeatures = allFeatures) => makeMessage(ctx, transaction, { keys, features });
  if (route.kind === 'sandbox') {
    onTurn();
    return deliverToSandbox(ctx, transaction, { addresses, raw: await makeRaw(), insteadOf: route.insteadOf ?? null });
  }
  const mayGo = async () => {
    onTurn();
    return (await passBreaker(ctx, transaction)) && (await keepPlaces(ctx, transaction.places, transaction.deliveries));
  };
  const { settings } = route;
  const states = await deliverBySmtp(ctx, { transaction, settings, addresses, makeRaw, limits, mayGo, signal });
  if (states !== 'not-begun') return states;
  // Its turn or its intent did not come. What somebody else sent back or took is not held: this leaves it alone.
  await putBack(ctx, transaction.email.id, {
    held,
    dueAt: ctx.now(),
    serverId: null,
    reason: null,
    selection: transaction.selection,
  });
  return held.map(() => 'queued');
}

/** While a server is known to be down its mail goes back untried, with the reason. */
async function passBreaker(
  ctx: Ctx,
  { email, serverId, breakers, deliveries: held, selection }: PlannedTransaction,
): Promise<boolean> {
  const breaker = breakers.get(serverId) ?? closedBreaker;
  const answer = await askBreaker(ctx, serverId, breaker);
  if (answer.go) return true;
  const reason = explainBreaker(selection.serverName, breaker);
  await putBack(ctx, email.id, { held, dueAt: answer.until, serverId, reason, selection, untilBreakerCloses: true });
  return false;
}
