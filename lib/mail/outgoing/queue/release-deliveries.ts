import { and, eq, sql } from 'drizzle-orm';
import { delivery } from '#drizzle/schema/email.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isHeld, isSending } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { giveBackPlaces, type UnspentPlace } from '#lib/mail/outgoing/quota/give-back-places.ts';

export interface ReleaseInput {
  held: { id: number; epoch: number }[];
  /** When they may be claimed again. */
  dueAt: Date;
  /** The server they wait for; 0 is the default server, null none. */
  serverId: number | null;
  /** Why they wait, for people; null: nothing to say. */
  reason: string | null;
  /** True: no server was asked at all, so that the time to give up has not begun. */
  untried?: boolean;
}

/**
 * Puts claimed deliveries back untried: no attempt is spent, and their places in a quota are given back, all of them
 * after the last delivery is locked, as everybody does it. Rows that somebody else claimed since stay as they are.
 * @returns how many of each input went back
 */
export async function releaseDeliveries(ctx: Ctx, inputs: ReleaseInput[]): Promise<number[]> {
  const counts: number[] = [];
  const places: UnspentPlace[] = [];
  for (const input of inputs) {
    const released = await release(ctx, input);
    counts.push(released.length);
    places.push(
      ...released.flatMap(({ serverId, takenAt }) => (takenAt && serverId !== null ? [{ serverId, takenAt }] : [])),
    );
  }
  await giveBackPlaces(ctx.db, places);
  return counts;
}

async function release(ctx: Ctx, input: ReleaseInput) {
  if (input.held.length === 0) return [];
  const before = ctx.db.select(placeColumns).from(delivery).where(isHeld(input.held)).for('update').as('before');
  return ctx.db
    .update(delivery)
    .set({
      state: sql`case when ${delivery.attempts} = 0 then 'queued' else 'deferred' end`,
      leaseUntil: null,
      nextAttemptAt: input.dueAt,
      serverId: input.serverId,
      reason: input.reason,
      updatedAt: ctx.now(),
      ...(input.untried
        ? { firstAttemptAt: sql`case when ${delivery.attempts} > 0 then ${delivery.firstAttemptAt} end` }
        : {}),
    })
    .from(before)
    .where(and(eq(delivery.id, before.id), isSending(delivery.state), isHeld(input.held)))
    .returning({ serverId: before.serverId, takenAt: before.takenAt });
}

const placeColumns = { id: delivery.id, serverId: delivery.serverId, takenAt: delivery.quotaReservedAt };

/** Mails woken at once; the queue manager finds the others within a minute. */
const wokenAtOnce = 500;

/**
 * Makes the deliveries due that wait for a server without having been tried.
 * @returns mails whose deliveries may go now, at most 500
 */
export async function releaseWaiting(ctx: Ctx, serverId: number): Promise<number[]> {
  const woken = await ctx.db
    .update(delivery)
    .set({ nextAttemptAt: ctx.now() })
    .where(and(eq(delivery.serverId, serverId), eq(delivery.state, 'queued')))
    .returning({ emailId: delivery.emailId });
  return [...new Set(woken.map((row) => row.emailId))].slice(0, wokenAtOnce);
}
