import type { Ctx } from '#lib/db/context.ts';
import { selectCaptureSince } from './store.ts';

/**
 * Whether this database is a copy that must not act for the original: it sends nothing, fetches nothing, and refreshes
 * no consent at a provider (a refresh would take the original's token away).
 */
export async function isCapturing(ctx: Ctx): Promise<boolean> {
  return (await selectCaptureSince(ctx.db)) !== null;
}
