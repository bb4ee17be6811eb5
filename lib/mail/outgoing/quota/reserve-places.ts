import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type Quota, windowsHeld } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { placesFor, type SharedPlaces, sharePlaces } from '#lib/mail/outgoing/quota/share-places.ts';
import { countPlaces, markPlaces } from '#lib/mail/outgoing/quota/store.ts';

interface Held {
  id: number;
  epoch: number;
  lane: number;
}

export interface Reservation<T> extends SharedPlaces<T> {
  takenAt: Date;
  /** Places taken in the day, these included. */
  usedInDay: number;
}

/**
 * Takes places in the quota of a server for deliveries this worker holds, in their order: exact however many workers
 * ask at once. In the usual case, enough places for all, that is two statements. Deliveries somebody else claimed since
 * are left out.
 */
export function reservePlaces<T extends Held>(ctx: Ctx, quota: Quota, asked: T[]): Promise<Reservation<T>> {
  return inTransaction(ctx, async (tx) => {
    const { serverId } = quota;
    const takenAt = tx.now();
    const ours = await markPlaces(tx.db, asked, serverId, takenAt);
    const items = asked.filter(({ id }) => ours.has(id));
    const windows = windowsHeld(serverId, takenAt);
    const take = (by: number) =>
      countPlaces(
        tx.db,
        windows.map(({ unit, start }) => ({ serverId, unit, start, by })),
      );
    const taken = await take(items.length);
    const counted = windows.map((window) => ({ ...window, used: usedOf(taken, window) - items.length }));
    const shared = sharePlaces(quota, counted, items);
    if (shared.denied.length > 0) {
      await take(-shared.denied.length);
      const denied = shared.denied.map(({ item }) => item);
      await markPlaces(tx.db, denied, serverId, null);
    }
    const day = counted.find(({ unit }) => unit === 'day');
    return { ...shared, takenAt, usedInDay: (day?.used ?? 0) + shared.granted.length };
  });
}

/**
 * Moves the places of deliveries to the windows of now, all or none: their turn came later than planned.
 * @returns the moment they are taken at now; null where a window has no room, then nothing has changed
 */
export async function movePlaces(ctx: Ctx, quota: Quota, held: Held[], takenAt: Date): Promise<Date | null> {
  try {
    return await inTransaction(ctx, async (tx) => {
      const now = tx.now();
      const ours = await markPlaces(tx.db, held, quota.serverId, now);
      const { serverId } = quota;
      const before = windowsHeld(serverId, takenAt).map((window) => ({ ...window, serverId, by: -ours.size }));
      const after = windowsHeld(serverId, now).map((window) => ({ ...window, serverId, by: ours.size }));
      const counted = await countPlaces(tx.db, merge([...before, ...after]));
      const lane = Math.max(...held.map((delivery) => delivery.lane));
      if (after.some((window) => usedOf(counted, window) > placesFor(quota, window.unit, lane))) throw new NoRoom();
      return now;
    });
  } catch (error) {
    if (error instanceof NoRoom) return null;
    throw error;
  }
}

class NoRoom extends Error {}

type Change = Parameters<typeof countPlaces>[1][number];

function merge(changes: Change[]): Change[] {
  const merged = new Map<string, Change>();
  for (const { serverId, unit, start, by } of changes) {
    const key = `${unit} ${start.getTime()}`;
    merged.set(key, { serverId, unit, start, by: by + (merged.get(key)?.by ?? 0) });
  }
  return [...merged.values()];
}

function usedOf(
  counted: (Pick<Change, 'unit' | 'start'> & { used: number })[],
  window: Pick<Change, 'unit' | 'start'>,
) {
  return (
    counted.find(({ unit, start }) => unit === window.unit && start.getTime() === window.start.getTime())?.used ?? 0
  );
}
