import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { shortIdentity } from './identity.ts';
import type { InstanceItem } from './instance-schema.ts';
import { loadWaiting } from './load-waiting.ts';
import { countCaptured, selectInstance } from './store.ts';

/** What this database is, for the banner over every page; administrators learn what claiming it would set in motion. */
export async function readInstance(ctx: Ctx): Promise<InstanceItem> {
  requireSignedIn(ctx.actor);
  const row = await selectInstance(ctx.db);
  const captureSince = row?.captureSince ?? null;
  const capturing = captureSince !== null;
  const isAdministrator = ctx.actor.role === 'administrator';
  return {
    capturing,
    captureSince,
    identity: shortIdentity(row?.identity ?? null),
    claimedAt: row?.claimedAt ?? null,
    captured: await countCaptured(ctx.db, captureSince),
    waiting: capturing && isAdministrator ? await loadWaiting(ctx) : null,
  };
}
