import { eq, sql } from 'drizzle-orm';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import type { Db } from '#lib/db/client.ts';

/** Where a mailbox stands, as rows say it. */
export interface ProgressRow {
  /** When the fetch under way began; null: there is none. */
  since: Date | null;
  /** Mails stored since then; 0 without a fetch. */
  fetched: number;
  /** Mails the books know to be in the mailbox, still to be taken. */
  pending: number;
  /** Mails stored and not processed. */
  waiting: number;
  oldestAt: Date | null;
}

/** In one statement, of indexes only: a page that watches a fetch asks every second. Null: there is no such server. */
export async function loadProgress(db: Db, id: number, now: Date): Promise<ProgressRow | null> {
  const isUnderWay = sql`${incomingServer.leaseUntil} > ${now.toISOString()}::timestamptz`;
  const [row] = await db
    .select({
      since: sql<Date | null>`case when ${isUnderWay} then ${incomingServer.fetchBeganAt} end`.mapWith(
        incomingServer.fetchBeganAt,
      ),
      fetched: sql<number>`(select count(*)::int from incoming_mail m where ${isUnderWay}
        and m.incoming_server_id = ${id} and m.received_at >= incoming_server.fetch_began_at)`,
      pending: sql<number>`(select coalesce(sum(r.last_uid - r.first_uid + 1), 0)::int from mailbox_range r
          where r.disposition = 'pending' and r.folder_id = (
            select f.id from mailbox_folder f where f.incoming_server_id = ${id} and f.closed_at is null
            order by f.updated_at desc, f.id desc limit 1))
        + (select count(*)::int from pop3_mail p where p.incoming_server_id = ${id} and p.disposition = 'pending')`,
      waiting: sql<number>`(select count(*)::int from incoming_mail m
        where m.incoming_server_id = ${id} and m.outcome is null)`,
      oldestAt: sql<Date | null>`(select m.received_at from incoming_mail m
        where m.incoming_server_id = ${id} and m.outcome is null order by m.received_at, m.id limit 1)`.mapWith(
        incomingServer.fetchBeganAt,
      ),
    })
    .from(incomingServer)
    .where(eq(incomingServer.id, id));
  return row ?? null;
}
