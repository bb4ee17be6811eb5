import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { WaitingCounts } from './instance-schema.ts';
import { loadWaiting } from './load-waiting.ts';

/** What a claim of this database would set in motion. Counts the queue: asked before a claim, not on every page. */
export async function readWaiting(ctx: Ctx): Promise<WaitingCounts> {
  requireAdministrator(ctx.actor);
  return loadWaiting(ctx);
}
