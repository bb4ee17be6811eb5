import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { shortIdentity } from './identity.ts';
import type { InstanceItem } from './instance-schema.ts';
import { countCaptured, selectInstance } from './store.ts';

/** What this database is, for the banner over every page. */
export async function readInstance(ctx: Ctx): Promise<InstanceItem> {
  requireSignedIn(ctx.actor);
  const row = await selectInstance(ctx.db);
  const captureSince = row?.captureSince ?? null;
  return {
    capturing: captureSince !== null,
    captureSince,
    identity: shortIdentity(row?.identity ?? null),
    claimedAt: row?.claimedAt ?? null,
    captured: await countCaptured(ctx.db, captureSince),
  };
}
