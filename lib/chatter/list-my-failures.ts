import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type FailureItem, loadFailures } from './load-inbox.ts';

/** More than anybody reads one by one; Emails groups them by cause. */
const maxFailures = 100;

/** Recipients the actor's messages did not reach, newest first, at most 100; those acknowledged are left out. */
export async function listMyFailures(ctx: Ctx): Promise<FailureItem[]> {
  requireSignedIn(ctx.actor);
  return ctx.actor.userId === null ? [] : loadFailures(ctx.db, ctx.actor.userId, maxFailures);
}
