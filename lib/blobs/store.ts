import { and, asc, eq, gte, like, lt, lte, sql } from 'drizzle-orm';
import { blob, blobChunk } from '#drizzle/schema/blob.ts';
import type { Db } from '#lib/db/client.ts';
import { statement } from '#lib/db/statement.ts';

export type BlobEncoding = 'identity' | 'gzip';

export interface BlobRow {
  sha256: string;
  /** Bytes before compression. */
  size: number;
  encoding: BlobEncoding;
}

/** Most bytes of one chunk, after compression. A blob of no more than these, before it, has one chunk. */
export const chunkSize = 262_144;

/** The row of a blob, or null. */
export async function selectBlob(db: Db, sha256: string): Promise<BlobRow | null> {
  const [row] = await db
    .select({ sha256: blob.sha256, size: blob.size, encoding: blob.encoding })
    .from(blob)
    .where(eq(blob.sha256, sha256));
  return row ?? null;
}

/** A blob of a single chunk, with what is to be written of it. */
export interface SmallBlob extends BlobRow {
  /** As stored: compressed where `encoding` says so. */
  data: Buffer;
}

/**
 * Writes blobs of a single chunk each. One statement, so that all are whole or absent even outside a transaction; a
 * concurrent writer of the same content waits here and then does nothing.
 * @param blobs with different addresses, ordered by them, so that writers never wait for each other in a circle
 */
export async function insertSmallBlobs(db: Db, blobs: SmallBlob[]): Promise<void> {
  const rows = blobs.map(
    (one) => sql`(${one.sha256}::text, ${one.size}::integer, ${one.encoding}::text, ${one.data}::bytea)`,
  );
  await db.execute(sql`
    with given (sha256, size, encoding, data) as (values ${sql.join(rows, sql`, `)}),
    added as (
      insert into blob (sha256, size, encoding) select sha256, size, encoding from given
      on conflict do nothing returning sha256
    )
    insert into blob_chunk (sha256, seq, data) select sha256, 0, data from given join added using (sha256)`);
}

/** Writes one chunk under a blob's address, or under the name of an upload that is still running. */
export async function insertChunk(db: Db, address: string, seq: number, data: Buffer): Promise<void> {
  await db.insert(blobChunk).values({ sha256: address, seq, data });
}

/** Makes the chunks of an upload a blob; where another writer was first, they are dropped and his are kept. */
export async function finishUpload(db: Db, upload: string, row: BlobRow): Promise<void> {
  await db.transaction(async (tx) => {
    const added = await tx.insert(blob).values(row).onConflictDoNothing().returning({ sha256: blob.sha256 });
    if (added.length === 0) await tx.delete(blobChunk).where(eq(blobChunk.sha256, upload));
    else await tx.update(blobChunk).set({ sha256: row.sha256 }).where(eq(blobChunk.sha256, upload));
  });
}

export async function deleteUpload(db: Db, upload: string): Promise<void> {
  await db.delete(blobChunk).where(eq(blobChunk.sha256, upload));
}

/** Deletes chunks of uploads whose name sorts before `before`: their process died. */
export async function deleteUploadsBefore(db: Db, before: string): Promise<number> {
  const gone = await db
    .delete(blobChunk)
    .where(and(like(blobChunk.sha256, 'upload:%'), lt(blobChunk.sha256, before)))
    .returning({ seq: blobChunk.seq });
  return gone.length;
}

/** The whole of a small blob; null for a larger one, and for one that is not there. */
export async function selectSmallBlob(
  db: Db,
  sha256: string,
): Promise<{ encoding: BlobEncoding; data: Buffer } | null> {
  const [row] = await selectSmall(db, { sha256 });
  return row ?? null;
}

const selectSmall = statement((db, { sha256 }: { sha256: string }) =>
  db
    .select({ encoding: blob.encoding, data: blobChunk.data })
    .from(blob)
    .innerJoin(blobChunk, eq(blobChunk.sha256, blob.sha256))
    .where(and(eq(blob.sha256, sha256), lte(blob.size, chunkSize))),
);

/** Up to `count` chunks from `seq` on, in order. */
export async function selectChunks(db: Db, sha256: string, seq: number, count: number): Promise<Buffer[]> {
  const rows = await db
    .select({ data: blobChunk.data })
    .from(blobChunk)
    .where(and(eq(blobChunk.sha256, sha256), gte(blobChunk.seq, seq)))
    .orderBy(asc(blobChunk.seq))
    .limit(count);
  return rows.map((row) => row.data);
}
