import { and, asc, desc, eq, gte, sql } from 'drizzle-orm';
import { incomingMail } from '#drizzle/schema/incoming-mail.ts';
import { mailboxRange } from '#drizzle/schema/incoming-server.ts';
import type { UidDisposition } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';
import { columnsOf } from './store.ts';
import type { UidRange } from './uid-ranges.ts';
import type { UidSpan } from './uid-spans.ts';

const rangeColumns = {
  from: mailboxRange.firstUid,
  to: mailboxRange.lastUid,
  disposition: mailboxRange.disposition,
  reason: mailboxRange.reason,
};

/** The ranges that hold one of these numbers, or touch them, in order. */
export async function selectRangesAt(db: Db, folderId: number, spans: UidSpan[]): Promise<UidRange[]> {
  const { from, to } = columnsOf(spans);
  const { rows } = await db.execute<{
    from: string;
    to: string;
    disposition: UidDisposition;
    reason: string | null;
  }>(sql`
    select distinct r.first_uid as "from", r.last_uid as "to", r.disposition, r.reason
    from unnest(${from}::bigint[], ${to}::bigint[]) as s(first_uid, last_uid)
    cross join lateral (
      select * from mailbox_range r
      where r.folder_id = ${folderId} and r.first_uid <= s.last_uid + 1 and r.first_uid >= coalesce(
        (select max(first_uid) from mailbox_range where folder_id = ${folderId} and first_uid <= s.first_uid - 1), 1)
    ) r
    order by 1`);
  return rows.map((row) => ({ ...row, from: Number(row.from), to: Number(row.to) }));
}

/** The range with the highest numbers, or null in empty books. */
export async function selectLastRange(db: Db, folderId: number): Promise<UidRange | null> {
  const [row] = await db
    .select(rangeColumns)
    .from(mailboxRange)
    .where(eq(mailboxRange.folderId, folderId))
    .orderBy(desc(mailboxRange.firstUid))
    .limit(1);
  return row ?? null;
}

/** Ranges from a number on, in order, at most `limit`; of one disposition where it is given. */
export async function selectRanges(
  db: Db,
  folderId: number,
  { from = 1, limit, disposition }: { from?: number; limit: number; disposition?: UidDisposition | undefined },
): Promise<UidRange[]> {
  return db
    .select(rangeColumns)
    .from(mailboxRange)
    .where(
      and(
        eq(mailboxRange.folderId, folderId),
        gte(mailboxRange.firstUid, from),
        disposition ? eq(mailboxRange.disposition, disposition) : undefined,
      ),
    )
    .orderBy(asc(mailboxRange.firstUid))
    .limit(limit);
}

export interface FolderSums {
  totals: Partial<Record<UidDisposition, number>>;
  /** Ranges. */
  count: number;
  /** Places where a range does not begin right behind the one before, 1 for the first. */
  faults: number;
}

/** What the ranges of each books add up to, added by the database. */
export async function selectSums(db: Db, folderIds: number[]): Promise<Map<number, FolderSums>> {
  const { rows } = await db.execute<{
    id: number;
    disposition: UidDisposition;
    uids: string;
    count: number;
    faults: number;
  }>(sql`
    select folder_id as id, disposition, sum(last_uid - first_uid + 1) as uids, count(*)::int as count,
      count(*) filter (where first_uid <> before + 1)::int as faults
    from (
      select folder_id, first_uid, last_uid, disposition,
        lag(last_uid, 1, 0::bigint) over (partition by folder_id order by first_uid) as before
      from mailbox_range where folder_id = any(${sql.param(folderIds)}::int[])
    ) r
    group by folder_id, disposition`);
  const sums = new Map<number, FolderSums>();
  for (const { id, disposition, uids, count, faults } of rows) {
    const sum = sums.get(id) ?? { totals: {}, count: 0, faults: 0 };
    sum.totals[disposition] = Number(uids);
    sum.count += count;
    sum.faults += faults;
    sums.set(id, sum);
  }
  return sums;
}

/** Numbers below `cursor` that no range holds: rows were lost. At most `limit` places. */
export async function selectHoles(db: Db, folderId: number, cursor: number, limit: number): Promise<UidSpan[]> {
  const { rows } = await db.execute<{ from: string; to: string }>(sql`
    select before + 1 as "from", first_uid - 1 as "to"
    from (
      select first_uid, lag(last_uid, 1, 0::bigint) over (order by first_uid) as before from (
        select first_uid, last_uid from mailbox_range where folder_id = ${folderId}
        union all select ${cursor}::bigint, ${cursor}::bigint
      ) r
    ) gaps
    where first_uid > before + 1 order by 1 limit ${limit}`);
  return rows.map((row) => ({ from: Number(row.from), to: Number(row.to) }));
}

/** Mails kept from these books that were received before, and stand as `stored` in them: a worker died in between. */
export async function selectUnnotedDuplicates(db: Db, folderId: number, limit: number): Promise<number[]> {
  const rows = await db
    .select({ uid: incomingMail.uid })
    .from(incomingMail)
    .where(
      and(
        eq(incomingMail.folderId, folderId),
        eq(incomingMail.outcome, 'duplicate'),
        sql`(select disposition from mailbox_range where folder_id = ${folderId} and first_uid <= ${incomingMail.uid}
          order by first_uid desc limit 1) = 'stored'`,
      ),
    )
    .limit(limit);
  return rows.map((row) => Number(row.uid));
}
