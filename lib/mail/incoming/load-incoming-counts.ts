import { count } from 'drizzle-orm';
import { incomingMail } from '#drizzle/schema/incoming-mail.ts';
import type { IncomingOutcome } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';

/** How many stored mails came to each outcome; null: not processed yet. */
export function loadIncomingCounts(db: Db): Promise<{ outcome: IncomingOutcome | null; count: number }[]> {
  return db.select({ outcome: incomingMail.outcome, count: count() }).from(incomingMail).groupBy(incomingMail.outcome);
}
