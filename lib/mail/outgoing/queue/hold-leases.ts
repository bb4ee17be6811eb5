import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type ClaimedDelivery, claimLonger, leaseMs } from '#lib/mail/outgoing/queue/claim-deliveries.ts';

/** Three renewals may fail before a lease is lost. */
const renewEveryMs = leaseMs / 3;

/**
 * Keeps claimed deliveries ours while a batch lasts. Deliveries that are finished, or that somebody else claimed after
 * this process stood still too long, are no longer in state `sending` under our epoch: the renewal passes them over,
 * and the intent and verdict of a lost one find no row.
 */
export function holdLeases(ctx: Ctx, claimed: ClaimedDelivery[]): { end(): void } {
  const held = claimed.map(({ id, epoch }) => ({ id, epoch }));
  let renewing = false;
  const timer = setInterval(async () => {
    if (renewing) return;
    renewing = true;
    try {
      await claimLonger(ctx, held);
    } catch (error) {
      ctx.log.warn({ reason: messageOf(error) }, 'leases could not be renewed; trying again');
    }
    renewing = false;
  }, renewEveryMs);
  timer.unref();
  return { end: () => clearInterval(timer) };
}
