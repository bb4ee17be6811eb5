import { sql } from 'drizzle-orm';
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
      select b.sha256 from blob b where b.sha256 = any(${sql.param(addresses)}::text[]) and ${isWantedNoMore}
      order by b.sha256 for update skip locked`);
    const held = sql.param(locked.rows.map(({ sha256 }) => sha256));
    const { rows } = await db.execute<{ blobs: number; bytes: string }>(sql`
      with gone as (
        delete from blob b where b.sha256 = any(${held}::text[])${nothingRefers(references)} returning b.sha256
      ),
      pieces as (
        delete from blob_chunk where sha256 in (select sha256 from gone) returning octet_length(data) as bytes
      )
      select (select count(*)::int from gone) as blobs, (select coalesce(sum(bytes), 0) from pieces) as bytes`);
    return { blobs: rows[0]?.blobs ?? 0, bytes: Number(rows[0]?.bytes ?? 0) };
  });
}
