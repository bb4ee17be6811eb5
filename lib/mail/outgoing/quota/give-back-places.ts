import type { Db } from '#lib/db/client.ts';
import { windowsHeld } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { type CountChange, countPlaces } from '#lib/mail/outgoing/quota/store.ts';

/** A place that was taken and not spent: the final dot was never sent. */
export interface UnspentPlace {
  serverId: number;
  takenAt: Date;
}

/**
 * Gives places back, in the transaction that lets go of their deliveries: only whoever still holds a delivery may, so
 * that no place is given back twice. Asks nothing of the database where no place is held.
 */
export async function giveBackPlaces(db: Db, places: UnspentPlace[]): Promise<void> {
  const changes = new Map<string, CountChange>();
  for (const { serverId, takenAt } of places) {
    for (const { unit, start } of windowsHeld(serverId, takenAt)) {
      const key = `${serverId} ${unit} ${start.getTime()}`;
      changes.set(key, { serverId, unit, start, by: (changes.get(key)?.by ?? 0) - 1 });
    }
  }
  await countPlaces(db, [...changes.values()]);
}
