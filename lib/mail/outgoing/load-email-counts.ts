import { and, count, countDistinct, eq, gt, sql } from 'drizzle-orm';
import { delivery, email } from '#drizzle/schema/email.ts';
import { type EmailState, emailStates } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';

/** Mails of a state are counted up to this many; one more says that there are more. */
const countLimit = 100_000;

/**
 * How many mails are in each state. Beyond 100 000 of a state (the sent ones of a busy company) the number is what
 * PostgreSQL believes the table to hold, less the others: counting a million at every look at the list costs 170 ms.
 */
export async function loadEmailCounts(db: Db): Promise<{ state: EmailState; count: number }[]> {
  const states = sql.param([...emailStates]);
  const { rows } = await db.execute<{ state: EmailState; count: number; believed: number }>(sql`
    select s.state, counted.count, (select reltuples::int from pg_class where oid = 'email'::regclass) as believed
    from unnest(${states}::text[]) as s(state), lateral (
      select count(*)::int as count from (
        select 1 from ${email} where ${email.state} = s.state limit ${countLimit + 1}) as first_ones) as counted`);
  return rows.map(({ state, count, believed }) => {
    if (count <= countLimit) return { state, count };
    const others = rows.reduce((sum, row) => (row.state === state ? sum : sum + row.count), 0);
    return { state, count: Math.max(count, believed - others) };
  });
}

/** How many mails wait for an hour of their own. */
export async function loadScheduledCount(db: Db): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(email)
    .where(and(eq(email.state, 'outgoing'), gt(email.scheduledAt, sql`now()`)));
  return row?.count ?? 0;
}

/** How many mails have a recipient who is waiting for another try. */
export async function loadDeferredCount(db: Db): Promise<number> {
  const [row] = await db
    .select({ count: countDistinct(delivery.emailId) })
    .from(delivery)
    .where(eq(delivery.state, 'deferred'));
  return row?.count ?? 0;
}
