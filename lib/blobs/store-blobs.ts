import type { Ctx } from '#lib/db/context.ts';
import { chunkSize, insertSmallBlobs, type SmallBlob } from './store.ts';
import { packBlob, type StoredBlob, storeBlob } from './store-blob.ts';

/**
 * Keeps many pieces of bytes, the small ones in one statement, which commits once.
 * @returns their addresses, in the order given
 */
export async function storeBlobs(ctx: Ctx, pieces: Buffer[]): Promise<StoredBlob[]> {
  const small: SmallBlob[] = [];
  const storeOne = async (data: Buffer): Promise<StoredBlob> => {
    if (data.length > chunkSize) return storeBlob(ctx, data);
    const packed = await packBlob(data);
    small.push(packed);
    return packed;
  };
  const stored = await Promise.all(pieces.map(storeOne));
  const different = [...new Map(small.map((one) => [one.sha256, one])).values()];
  const ordered = different.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  if (ordered.length > 0) await insertSmallBlobs(ctx.db, ordered);
  return stored.map(({ sha256, size }) => ({ sha256, size }));
}
