import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type BlobReference, isWantedNoMore, nothingRefers } from './load-unused-blobs.ts';

export interface Released {
  blobs: number;
  /** As they were stored, after compression. */
  bytes: number;
}

/**
 * Removes those of these blobs that are still unused. They are locked first, and looked at again by a statement that sees
 * all that was committed until then: from the lock on nobody can begin to refer to them, nor keep them on. Whoever wants
 * the same content waits for the end and stores it anew. Blobs that somebody holds are left for another time.
 */
export function releaseBlobs(ctx: Ctx, references: BlobReference[], addresses: string[]): Promise<Released> {
  return inTransaction(ctx, async ({ db }) => {
    const locked = await db.execute<{ sha256: string }>(sql`
      select b.sha256 from blob b where ${oneOf(sql`b.sha256`, addresses)} and ${isWantedNoMore}
      order by b.sha256 for update skip locked`);
    const gone = await db.execute<{ sha256: string }>(sql`
      delete from blob b where ${oneOf(sql`b.sha256`, addressesOf(locked))}${nothingRefers(references)} returning b.sha256`);
    const { rows } = await db.execute<{ bytes: string }>(sql`
      with pieces as (
        delete from blob_chunk where ${oneOf(sql`sha256`, addressesOf(gone))} returning octet_length(data) as bytes
      )
      select coalesce(sum(bytes), 0) as bytes from pieces`);
    return { blobs: gone.rows.length, bytes: Number(rows[0]?.bytes ?? 0) };
  });
}

function addressesOf({ rows }: { rows: { sha256: string }[] }): string[] {
  return rows.map(({ sha256 }) => sha256);
}

/** Named one by one, so that rows are found by index, however few or many the planner expects. */
function oneOf(column: SQL, addresses: string[]): SQL {
  return sql`${column} = any(${sql.param(addresses)}::text[])`;
}
