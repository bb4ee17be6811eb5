import { count, countDistinct, eq } from 'drizzle-orm';
import { delivery, email } from '#drizzle/schema/email.ts';
import type { EmailState } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';

/** How many mails are in each state; states of none are left out. */
export function loadEmailCounts(db: Db): Promise<{ state: EmailState; count: number }[]> {
  return db.select({ state: email.state, count: count() }).from(email).groupBy(email.state);
}

/** How many mails have a recipient who is waiting for another try. */
export async function loadDeferredCount(db: Db): Promise<number> {
  const [row] = await db
    .select({ count: countDistinct(delivery.emailId) })
    .from(delivery)
    .where(eq(delivery.state, 'deferred'));
  return row?.count ?? 0;
}
