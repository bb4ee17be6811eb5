import { randomBytes } from 'node:crypto';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import {
  type AddressRange,
  type BlobReference,
  loadBlobReferences,
  loadRangeEnd,
  loadUnusedBlobs,
} from './load-unused-blobs.ts';
import { type Released, releaseBlobs } from './release-blobs.ts';

/** Blobs looked at by one statement. */
const lookedAt = 5000;
/** Blobs removed in one transaction: a single one may have hundreds of chunks. */
const removedAtOnce = 100;
/** One go ends after this; the rest is for another one. */
const longestMs = 50_000;
/** Sorts behind every address. */
const end = 'g';

export interface Swept extends Released {
  /** False: the time was up, or it was stopped. */
  isComplete: boolean;
}

/**
 * Removes stored content that nothing refers to and nobody wanted for a day: what a broken transaction left behind, and
 * what belonged to records that are deleted. Begins anywhere, so that goes that are cut off come round to all of it.
 * @param from address to begin with
 * @throws AppError `internal` where the database has lost the foreign keys by which it knows what is used
 */
export async function sweepUnusedBlobs(
  ctx: Ctx,
  signal: AbortSignal,
  from = randomBytes(32).toString('hex'),
): Promise<Swept> {
  const began = performance.now();
  const references = await loadBlobReferences(ctx.db);
  if (references.length === 0)
    throw new AppError('internal', 'Nothing refers to stored files: its foreign keys are gone.');
  const swept: Swept = { blobs: 0, bytes: 0, isComplete: true };
  const mayGoOn = () => !signal.aborted && performance.now() - began < longestMs;
  for (const part of [
    { after: from, upTo: end },
    { after: '', upTo: from },
  ]) {
    for (let after: string | null = part.after; after !== null; ) {
      if (!mayGoOn()) return { ...swept, isComplete: false };
      after = await sweepNext(ctx, references, { ...part, after }, swept);
    }
  }
  return swept;
}

/** @returns how far it came; null: to the end */
async function sweepNext(
  ctx: Ctx,
  references: BlobReference[],
  { after, upTo }: AddressRange,
  swept: Swept,
): Promise<string | null> {
  const last = await loadRangeEnd(ctx.db, after, lookedAt);
  if (last === null) return null;
  const range = { after, upTo: last < upTo ? last : upTo };
  const unused = await loadUnusedBlobs(ctx.db, references, range);
  for (let start = 0; start < unused.length; start += removedAtOnce) {
    const { blobs, bytes } = await releaseBlobs(ctx, references, unused.slice(start, start + removedAtOnce));
    swept.blobs += blobs;
    swept.bytes += bytes;
  }
  return last < upTo ? last : null;
}
