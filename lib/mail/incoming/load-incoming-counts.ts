import { sql } from 'drizzle-orm';
import { incomingMail } from '#drizzle/schema/incoming-mail.ts';
import { type IncomingOutcome, incomingOutcomes } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';

/**
 * How many stored mails came to each outcome; null: not processed yet. Each is counted up to `limit`, by the index alone:
 * counting a million mails at every look at the list costs 200 ms and more.
 */
export async function loadIncomingCounts(
  db: Db,
  limit: number,
): Promise<{ outcome: IncomingOutcome | null; count: number }[]> {
  const outcomes = sql.param([...incomingOutcomes]);
  const { rows } = await db.execute<{ outcome: IncomingOutcome | null; count: number }>(sql`
    select o.outcome, counted.count from unnest(${outcomes}::text[]) as o(outcome), lateral (
      select count(*)::int as count from (
        select 1 from ${incomingMail} where ${incomingMail.outcome} = o.outcome limit ${limit}) as first_ones) as counted
    union all
    select null, count(*)::int from (
      select 1 from ${incomingMail} where ${incomingMail.outcome} is null limit ${limit}) as waiting`);
  return rows;
}
