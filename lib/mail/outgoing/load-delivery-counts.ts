import { inArray, sql } from 'drizzle-orm';
import { delivery } from '#drizzle/schema/email.ts';
import type { DeliveryState } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';

/** How many deliveries are unfinished, by state; answered from the partial indexes. */
export function countDeliveriesByState(db: Db): Promise<{ state: DeliveryState; count: number }[]> {
  return db
    .select({ state: delivery.state, count: sql<number>`count(*)::int` })
    .from(delivery)
    .where(inArray(delivery.state, ['queued', 'deferred', 'sending']))
    .groupBy(delivery.state);
}
