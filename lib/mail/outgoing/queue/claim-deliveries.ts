import { and, asc, eq, gt, inArray, lte, notExists, type SQLWrapper, sql } from 'drizzle-orm';
import { delivery } from '#drizzle/schema/email.ts';
import { outgoingServerBreaker } from '#drizzle/schema/outgoing-server.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type Lane, lanes } from '#lib/mail/outgoing/queue/lanes.ts';

/** A worker that does not renew within this time has lost its deliveries. */
export const leaseMs = 30_000;

/** A delivery this worker holds. Whoever claims it next raises the epoch: from then on our writes find no row. */
export interface ClaimedDelivery {
  id: number;
  epoch: number;
  emailId: number;
  recipient: string;
  recipientName: string;
  copy: number;
  headerTo: string | null;
  personalisation: Record<string, string> | null;
  lane: number;
  attempts: number;
  firstAttemptAt: Date | null;
}

/** Direct mail, and everything that waits behind it. */
export type QueuePart = 'direct' | 'queued';

/** The lanes of a part, the first before the next. */
const lanesOf: Record<QueuePart, Lane[]> = { direct: [lanes.direct], queued: [lanes.queued, lanes.bulk] };

export interface ClaimInput {
  /** Only this part of the queue; left out: all of it. */
  part?: QueuePart;
  /** Only deliveries of these mails; left out: whatever is due. */
  emailIds?: number[] | undefined;
  limit: number;
}

/**
 * Takes due deliveries, person-to-person mail first, then the longest waiting. Any number of workers may claim at once:
 * each row goes to one (SKIP LOCKED). Deliveries whose server is known to be down are left where they are.
 */
export async function claimDeliveries(ctx: Ctx, input: ClaimInput): Promise<ClaimedDelivery[]> {
  const claimed: ClaimedDelivery[] = [];
  for (const lane of input.part ? lanesOf[input.part] : [...lanesOf.direct, ...lanesOf.queued]) {
    const limit = input.limit - claimed.length;
    if (limit > 0) claimed.push(...(await claimLane(ctx, lane, { ...input, limit })));
  }
  return claimed;
}

/** Lane by lane: only so does the index lead straight to what is due, whatever else waits. */
async function claimLane(ctx: Ctx, lane: Lane, input: ClaimInput): Promise<ClaimedDelivery[]> {
  const now = ctx.now();
  const due = ctx.db.$with('due').as(
    ctx.db
      .select({ id: delivery.id })
      .from(delivery)
      .where(
        and(
          eq(delivery.lane, lane),
          inArray(delivery.state, ['queued', 'deferred']),
          lte(delivery.nextAttemptAt, now),
          input.emailIds && sql`${delivery.emailId} = any(${sql.param(input.emailIds)})`,
          notExists(openBreaker(ctx.db, now)),
        ),
      )
      .orderBy(asc(delivery.nextAttemptAt), asc(delivery.id))
      .limit(input.limit)
      .for('update', { skipLocked: true }),
  );
  const claimed = await ctx.db
    .with(due)
    .update(delivery)
    .set({
      state: 'sending',
      stage: null,
      intentAt: null,
      intentServerId: null,
      quotaReservedAt: null,
      leaseUntil: addMilliseconds(now, leaseMs),
      leaseEpoch: sql`${delivery.leaseEpoch} + 1`,
      firstAttemptAt: sql`coalesce(${delivery.firstAttemptAt}, ${now.toISOString()}::timestamptz)`,
      updatedAt: now,
    })
    .where(inArray(delivery.id, ctx.db.select({ id: due.id }).from(due)))
    .returning(claimedColumns);
  // RETURNING keeps no order.
  return claimed.sort((a, b) => a.id - b.id);
}

const claimedColumns = {
  id: delivery.id,
  epoch: delivery.leaseEpoch,
  emailId: delivery.emailId,
  recipient: delivery.recipient,
  recipientName: delivery.recipientName,
  copy: delivery.copy,
  headerTo: delivery.headerTo,
  personalisation: delivery.personalisation,
  lane: delivery.lane,
  attempts: delivery.attempts,
  firstAttemptAt: delivery.firstAttemptAt,
};

function openBreaker(db: Db, now: Date) {
  return db
    .select({ one: sql`1` })
    .from(outgoingServerBreaker)
    .where(
      and(
        eq(outgoingServerBreaker.serverId, delivery.serverId),
        eq(outgoingServerBreaker.state, 'open'),
        gt(outgoingServerBreaker.nextProbeAt, now),
      ),
    );
}

/**
 * Extends the lease of what is still ours. Never waits: a row that is locked right now is being written by this worker,
 * and waiting for one while holding others would be a deadlock with its intent or verdict. The next renewal meets it.
 * @returns the ids whose lease is longer now
 */
export async function claimLonger(ctx: Ctx, held: { id: number; epoch: number }[]): Promise<number[]> {
  if (held.length === 0) return [];
  const free = ctx.db.$with('free').as(
    ctx.db
      .select({ id: delivery.id })
      .from(delivery)
      .where(and(isSending(delivery.state), isHeld(held)))
      .for('update', { skipLocked: true }),
  );
  const rows = await ctx.db
    .with(free)
    .update(delivery)
    .set({ leaseUntil: addMilliseconds(ctx.now(), leaseMs) })
    .where(inArray(delivery.id, ctx.db.select({ id: free.id }).from(free)))
    .returning({ id: delivery.id });
  return rows.map((row) => row.id);
}

/** The condition that a row is one of these and nobody claimed it since. */
export function isHeld(held: { id: number; epoch: number }[]) {
  const ids = sql.param(held.map((row) => row.id));
  const epochs = sql.param(held.map((row) => row.epoch));
  return sql`(${delivery.id}, ${delivery.leaseEpoch}) in (select * from unnest(${ids}::int[], ${epochs}::int[]))`;
}

/**
 * The condition that a row is under way, beside one that names it. Written so that the index of everything under way is
 * not used: PostgreSQL takes that for nearly empty and would read all of it for each row.
 */
export function isSending(state: SQLWrapper) {
  return sql`(${state} || '') = 'sending'`;
}
