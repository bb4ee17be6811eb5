import type { Ctx } from '#lib/db/context.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { edgeMs, type Quota, stillCounts, transitMs, windowAt } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { movePlaces } from '#lib/mail/outgoing/quota/reserve-places.ts';
import { waitForWindow } from '#lib/mail/outgoing/quota/wait-for-window.ts';

/** The places one transaction holds. */
export interface HeldPlaces {
  quota: Quota;
  takenAt: Date;
}

/**
 * Makes sure that the places of a transaction count in the window it leaves in. Where that window began after they were
 * taken they are moved; where it has no room the deliveries wait for the next one. Asks nothing while the places count.
 * @returns false: the deliveries wait, nothing must be sent
 */
export async function keepPlaces(
  ctx: Ctx,
  places: HeldPlaces | undefined,
  deliveries: ClaimedDelivery[],
): Promise<boolean> {
  if (!places || stillCounts(places.quota.serverId, places.takenAt, ctx.now(), edgeMs)) return true;
  const { quota } = places;
  const moved = await movePlaces(ctx, quota, deliveries, places.takenAt);
  if (moved) {
    places.takenAt = moved;
    return true;
  }
  const blockedBy = windowAt(quota.serverId, quota.perMinute === null ? 'day' : 'minute', ctx.now());
  await waitForWindow(
    ctx,
    quota,
    deliveries.map((delivery) => ({ delivery, blockedBy })),
  );
  return false;
}

/** Whether the final dot may go now: committing the intent may have taken the rest of the window. */
export function mayDotGo(ctx: Ctx, places: HeldPlaces | undefined): boolean {
  return !places || stillCounts(places.quota.serverId, places.takenAt, ctx.now(), transitMs);
}
