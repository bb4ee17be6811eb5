import { and, eq, inArray, sql } from 'drizzle-orm';
import { delivery } from '#drizzle/schema/email.ts';
import { outgoingServer, outgoingServerUsage } from '#drizzle/schema/outgoing-server.ts';
import type { QuotaUnit } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';
import { isHeld, isSending } from '#lib/mail/outgoing/queue/claim-deliveries.ts';

/**
 * Notes which place deliveries hold, and so locks them. Deliveries are always locked before windows are counted.
 * @param takenAt null: none any more
 * @returns the ids that are still held by this worker
 */
export async function markPlaces(
  db: Db,
  held: { id: number; epoch: number }[],
  serverId: number,
  takenAt: Date | null,
): Promise<Set<number>> {
  const rows = await db
    .update(delivery)
    .set({ quotaReservedAt: takenAt, serverId })
    .where(and(isSending(delivery.state), isHeld(held)))
    .returning({ id: delivery.id });
  return new Set(rows.map((row) => row.id));
}

/** Places of one window taken, or given back where negative. */
export interface CountChange {
  serverId: number;
  unit: QuotaUnit;
  start: Date;
  by: number;
}

/**
 * Counts places, and locks their windows until the transaction ends: in one order for everybody, so that two workers
 * wait for each other instead of deadlocking.
 * @returns how many places of each window are taken afterwards
 */
export async function countPlaces(db: Db, changes: CountChange[]): Promise<(CountChange & { used: number })[]> {
  if (changes.length === 0) return [];
  const ordered = changes.toSorted(
    (a, b) => a.serverId - b.serverId || a.unit.localeCompare(b.unit) || a.start.getTime() - b.start.getTime(),
  );
  const { serverId, unit, windowStart, used } = outgoingServerUsage;
  const rows = await db
    .insert(outgoingServerUsage)
    .values(ordered.map((change) => ({ ...change, windowStart: change.start, used: change.by })))
    .onConflictDoUpdate({
      target: [serverId, unit, windowStart],
      set: { used: sql`greatest(0, ${used} + excluded.used)` },
    })
    .returning({ serverId, unit, windowStart, used });
  const counted = new Map(rows.map((row) => [keyOf(row.serverId, row.unit, row.windowStart), row.used]));
  return ordered.map((change) => ({
    ...change,
    used: counted.get(keyOf(change.serverId, change.unit, change.start)) ?? 0,
  }));
}

/** How many places of windows are taken; a window nobody counted yet is missing. */
export async function selectUsage(
  db: Db,
  serverIds: number[],
  starts: Date[],
): Promise<{ serverId: number; unit: QuotaUnit; windowStart: Date; used: number }[]> {
  if (serverIds.length === 0) return [];
  const { serverId, unit, windowStart, used } = outgoingServerUsage;
  return db
    .select({ serverId, unit, windowStart, used })
    .from(outgoingServerUsage)
    .where(and(inArray(serverId, serverIds), inArray(windowStart, starts)));
}

/** The day quota of a server; null when it has none, or is gone. */
export async function selectDayQuota(db: Db, id: number): Promise<number | null> {
  const [row] = await db
    .select({ perDay: outgoingServer.perDayLimit })
    .from(outgoingServer)
    .where(eq(outgoingServer.id, id));
  return row?.perDay ?? null;
}

function keyOf(serverId: number, unit: QuotaUnit, start: Date): string {
  return `${serverId} ${unit} ${start.getTime()}`;
}
