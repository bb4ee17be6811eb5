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
 * Writes blobs of a single chunk each, those that are there already are kept on. Each is whole or absent even outside a
 * transaction; a concurrent writer of the same content waits here and then does nothing.
 * @param blobs with different addresses, ordered by them, so that writers never wait for each other in a circle
 */
export async function insertSmallBlobs(db: Db, blobs: SmallBlob[]): Promise<void> {
  for (let left = blobs; left.length > 0; ) {
    const added = await addSmallBlobs(db, left);
    const others = left.filter(({ sha256 }) => !added.has(sha256));
    if (others.length === 0) return;
    const kept = await keepBlobsOn(
      db,
      others.map(({ sha256 }) => sha256),
    );
    // One that is not there any more was swept this very moment.
    left = others.filter(({ sha256 }) => !kept.has(sha256));
  }
}

async function addSmallBlobs(db: Db, blobs: SmallBlob[]): Promise<Set<string>> {
  const given = blobs.map(
    (one) => sql`(${one.sha256}::text, ${one.size}::integer, ${one.encoding}::text, ${one.data}::bytea)`,
  );
  const { rows } = await db.execute<{ sha256: string }>(sql`
    with given (sha256, size, encoding, data) as (values ${sql.join(given, sql`, `)}),
    added as (
      insert into blob (sha256, size, encoding) select sha256, size, encoding from given
      on conflict do nothing returning sha256
    )
    insert into blob_chunk (sha256, seq, data) select sha256, 0, data from given join added using (sha256)
    returning sha256`);
  return new Set(rows.map(({ sha256 }) => sha256));
}

/**
 * Says of blobs that they are wanted: for a day no sweep takes them, so that whoever asks has that long to commit what
 * refers to them. Written at most once an hour, as some content comes with every mail. The clock is the database's.
 * @returns those that are there. One that another writer just kept on may be left out: asked again it is there.
 */
export async function keepBlobsOn(db: Db, addresses: string[]): Promise<Set<string>> {
  const asked = sql`sha256 = any(${sql.param(addresses)}::text[])`;
  const { rows } = await db.execute<{ sha256: string }>(sql`
    with fresh as (select sha256 from blob where ${asked} and kept_at >= now() - interval '1 hour'),
    stale as (
      select sha256 from blob where ${asked} and kept_at < now() - interval '1 hour' order by sha256 for no key update
    ),
    renewed as (update blob set kept_at = now() from stale where blob.sha256 = stale.sha256 returning blob.sha256)
    select sha256 from fresh union all select sha256 from renewed`);
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Writes one chunk under a blob's address, or under the name of an upload that is still running. */
export async function insertChunk(db: Db, address: string, seq: number, data: Buffer): Promise<void> {
  await db.insert(blobChunk).values({ sha256: address, seq, data });
}

/** Makes the chunks of an upload a blob; where another writer was first, they are dropped and his are kept on. */
export async function finishUpload(db: Db, upload: string, row: BlobRow): Promise<void> {
  await db.transaction(async (tx) => {
    for (;;) {
      const added = await tx.insert(blob).values(row).onConflictDoNothing().returning({ sha256: blob.sha256 });
      if (added.length > 0) {
        await tx.update(blobChunk).set({ sha256: row.sha256 }).where(eq(blobChunk.sha256, upload));
        return;
      }
      if ((await keepBlobsOn(tx, [row.sha256])).size === 0) continue;
      await tx.delete(blobChunk).where(eq(blobChunk.sha256, upload));
      return;
    }
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

/** The whole of small blobs, by address; larger ones are left out, and those that are not there. */
export async function selectSmallBlobs(
  db: Db,
  addresses: string[],
): Promise<Map<string, { encoding: BlobEncoding; data: Buffer }>> {
  const rows = await selectSmall(db, { addresses });
  return new Map(rows.map(({ sha256, ...row }) => [sha256, row]));
}

const selectSmall = statement((db, { addresses }: { addresses: string[] }) =>
  db
    .select({ sha256: blob.sha256, encoding: blob.encoding, data: blobChunk.data })
    .from(blob)
    .innerJoin(blobChunk, eq(blobChunk.sha256, blob.sha256))
    .where(and(sql`${blob.sha256} = any(${sql.param(addresses)}::text[])`, lte(blob.size, chunkSize))),
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
