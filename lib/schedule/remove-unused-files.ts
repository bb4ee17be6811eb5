import { sweepUnusedBlobs } from '#lib/blobs/sweep-unused-blobs.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ActionOutcome } from './actions.ts';

/** Removes stored files that nothing uses any more, and says how many and how large they were. */
export async function removeUnusedFiles(ctx: Ctx, signal: AbortSignal): Promise<ActionOutcome> {
  const { blobs, bytes, isComplete } = await sweepUnusedBlobs(ctx, signal);
  if (blobs > 0) ctx.log.info({ files: blobs, bytes }, 'stored files that nothing uses were removed');
  const removed = blobs === 0 ? 'Nothing to remove.' : `${blobs} removed, ${megabytes(bytes)} MB.`;
  const rest = isComplete ? '' : ' Not all were looked at: the next run goes on.';
  return { done: blobs, remaining: isComplete ? 0 : 1, log: `${removed}${rest}` };
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
