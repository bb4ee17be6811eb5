import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import { AppError } from '#lib/core/errors.ts';
import { inBatches } from '#lib/core/in-batches.ts';
import type { Ctx } from '#lib/db/context.ts';
import { perPool } from '#lib/db/per-pool.ts';
import { type BlobRow, selectBlob, selectChunks, selectSmallBlobs } from './store.ts';

/** Chunks fetched at a time: about 1 MB of memory. */
const readAhead = 4;

/** Small blobs read by one statement: at most 8 MB. */
const mostTogether = 32;

/**
 * A blob's bytes, all in memory.
 * @throws AppError `not_found`
 */
export async function readBlob(ctx: Ctx, sha256: string): Promise<Buffer> {
  const small = await smallBlob(ctx.db)(sha256);
  if (small) return small.encoding === 'gzip' ? promisify(gunzip)(small.data) : small.data;
  const pieces: Buffer[] = [];
  for await (const piece of streamBlob(ctx, sha256)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Those that are asked for at the same time come by one statement. */
const smallBlob = perPool((db) =>
  inBatches({
    choose: (waiting) => waiting.slice(0, mostTogether),
    work: async (addresses: string[]) => {
      const found = await selectSmallBlobs(db, addresses);
      return addresses.map((address) => found.get(address) ?? null);
    },
  }),
);

/**
 * A blob's bytes, piece by piece.
 * @throws AppError `not_found`, at the first piece
 */
export async function* streamBlob(ctx: Ctx, sha256: string): AsyncGenerator<Buffer> {
  const row = await selectBlob(ctx.db, sha256);
  if (!row) throw new AppError('not_found', 'The content is no longer kept. It may have been removed by retention.');
  if (row.encoding === 'identity') yield* chunksOf(ctx, row);
  else yield* unpacked(ctx, row);
}

async function* chunksOf(ctx: Ctx, row: BlobRow): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += readAhead) {
    const chunks = await selectChunks(ctx.db, row.sha256, seq, readAhead);
    yield* chunks;
    if (chunks.length < readAhead) return;
  }
}

async function* unpacked(ctx: Ctx, row: BlobRow): AsyncGenerator<Buffer> {
  const source = Readable.from(chunksOf(ctx, row));
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip);
  } finally {
    source.destroy();
  }
}
