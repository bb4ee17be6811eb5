import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#lib/db/client.ts';

/** A column that names blobs; both are quoted as SQL wants them. */
export interface BlobReference {
  table: string;
  column: string;
}

/** Addresses after the first one, up to the second one. */
export interface AddressRange {
  after: string;
  upTo: string;
}

/** What was wanted later than this may be about to be referred to. By the clock of the database, as `kept_at` is. */
export const isWantedNoMore = sql`b.kept_at < now() - interval '24 hours'`;

/** Every column that refers to blobs: the database knows them by their foreign keys. */
export async function loadBlobReferences(db: Db): Promise<BlobReference[]> {
  const { rows } = await db.execute<{ table: string; column: string }>(sql`
    select c.conrelid::regclass::text as "table", quote_ident(a.attname) as "column"
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.confrelid = 'blob'::regclass order by 1, 2`);
  return rows;
}

/** Where the next `count` blobs after an address end; null: there are none. */
export async function loadRangeEnd(db: Db, after: string, count: number): Promise<string | null> {
  const { rows } = await db.execute<{ end: string | null }>(sql`
    select max(sha256) as "end" from (select sha256 from blob where sha256 > ${after} order by sha256 limit ${count}) b`);
  return rows[0]?.end ?? null;
}

/**
 * Blobs of a range that nothing refers to at the moment, wanted or not. Each table is read within the range only, and by
 * its index alone: rows of blobs that follow each other by address lie all over their table.
 */
export async function loadUnusedBlobs(db: Db, references: BlobReference[], range: AddressRange): Promise<string[]> {
  const { after, upTo } = range;
  const within = (column: SQL) => sql`${column} > ${after} and ${column} <= ${upTo}`;
  const { rows } = await db.execute<{ sha256: string }>(sql`
    select b.sha256 from blob b where ${within(sql`b.sha256`)}${nothingRefers(references, within)} order by b.sha256`);
  return rows.map(({ sha256 }) => sha256);
}

/** That no row refers to the blob `b`. */
export function nothingRefers(references: BlobReference[], within?: (column: SQL) => SQL): SQL {
  const clauses = references.map(({ table, column }) => {
    const named = sql`r.${sql.raw(column)}`;
    const narrowed = within ? sql` and ${within(named)}` : sql``;
    return sql` and not exists (select from ${sql.raw(table)} r where ${named} = b.sha256${narrowed})`;
  });
  return sql.join(clauses);
}
