import type { DeliveryState } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { PlannedTransaction } from '#lib/mail/outgoing/plan-transactions.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { acceptedVerdict } from '#lib/mail/outgoing/verdict/decide-verdict.ts';
import { recordVerdicts } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import { keepSandboxMessage } from '#lib/mail/sandbox/keep-sandbox-message.ts';
import { markCaptured } from './store.ts';

export interface SandboxDelivery {
  addresses: Map<string, ClaimedDelivery[]>;
  raw: Buffer;
  /** The server that would have sent the mail, were this database not a copy; null: it was meant for the sandbox. */
  insteadOf: string | null;
}

/**
 * Puts a mail into the sandbox of this installation: it never leaves the machine. Mail and verdict share one
 * transaction, so that it is kept exactly once; captured mail leaves the marks of no server. Not over the sandbox's SMTP
 * port: that may be taken, or on another machine.
 */
export async function deliverToSandbox(
  ctx: Ctx,
  { email, selection, deliveries, envelopeFrom }: PlannedTransaction,
  { addresses, raw, insteadOf }: SandboxDelivery,
): Promise<DeliveryState[]> {
  const startedAt = ctx.now();
  return inTransaction(ctx, async (tx) => {
    const captured = insteadOf === null ? {} : { capturedServerName: insteadOf, emailId: email.id };
    const recipients = [...addresses.keys()];
    const id = await keepSandboxMessage(tx, { raw, envelopeFrom, recipients, ...captured });
    const reply = `250 2.0.0 Kept in the sandbox as number ${id}`;
    const written = await recordVerdicts(
      tx,
      deliveries.map((delivery) => ({
        deliveryId: delivery.id,
        epoch: delivery.epoch,
        emailId: email.id,
        serverId: 0,
        serverName: insteadOf === null ? selection.serverName : `Sandbox, instead of ${insteadOf}`,
        selection,
        startedAt,
        transcript: null,
        verdict: acceptedVerdict(delivery, reply, tx.now()),
      })),
    );
    // Somebody else took these deliveries over and keeps the mail himself: ours must not stand beside it.
    if (!written.every(Boolean)) throw new Error('the deliveries belong to another worker by now');
    if (insteadOf !== null) await markCaptured(tx.db, deliveries);
    return deliveries.map((): DeliveryState => 'sent');
  });
}
