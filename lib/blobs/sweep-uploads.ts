import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { deleteUploadsBefore } from './store.ts';

const day = 86_400_000;

/**
 * Removes what uploads left behind whose process died before their end.
 * @returns chunks removed
 */
export function sweepUploads(ctx: Ctx): Promise<number> {
  return deleteUploadsBefore(ctx.db, `upload:${addMilliseconds(ctx.now(), -day).toISOString()}`);
}
