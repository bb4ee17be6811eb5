import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isCapturing } from '#lib/instance/is-capturing.ts';
import { accessTokenFor, refreshGrant } from './access-token.ts';
import { earlyWarning } from './grant-life.ts';
import type { GrantOwner } from './grant-owner.ts';
import { alertGrantEnding, resolveGrantAlerts } from './oauth-alerts.ts';
import { type GrantRow, selectGrant, selectUsableGrants } from './store.ts';

/** Providers end grants after months without use: once a day each is used. */
const idleMs = 86_400_000;

/**
 * The scheduled action of mail accounts: uses grants nobody used for a day, tries again those whose refresh failed, and
 * warns before a sign-in stops working.
 */
export async function watchGrants(
  ctx: Ctx,
  signal: AbortSignal,
): Promise<{ done: number; remaining: number; log: string }> {
  if (await isCapturing(ctx)) return { done: 0, remaining: 0, log: 'A copy of a database uses no account.' };
  const lines: string[] = [];
  let done = 0;
  const grants = await selectUsableGrants(ctx.db);
  for (const grant of grants) {
    if (signal.aborted) break;
    const words = await watch(ctx, grant);
    if (words) lines.push(words);
    done += 1;
  }
  const log = lines.join('\n') || `${done} connected ${done === 1 ? 'account' : 'accounts'}, all well.`;
  return { done, remaining: grants.length - done, log };
}

/** @returns what is wrong, in words; null: all is well */
async function watch(ctx: Ctx, grant: GrantRow): Promise<string | null> {
  const owner = ownerOf(grant);
  const idleSince = addMilliseconds(ctx.now(), -idleMs);
  if (grant.lastError) await accessTokenFor(ctx, owner);
  else if (!grant.refreshedAt || grant.refreshedAt < idleSince) await refreshGrant(ctx, owner, grant);
  const after = await selectGrant(ctx.db, owner);
  if (!after) return null;
  if (after.refusedAt) return `${after.account}: ${after.lastError}`;
  const warning = earlyWarning(after, ctx.now());
  if (warning) await alertGrantEnding(ctx, owner, warning);
  else if (!after.lastError) await resolveGrantAlerts(ctx, owner);
  return warning;
}

function ownerOf({ outgoingServerId, incomingServerId }: GrantRow): GrantOwner {
  return outgoingServerId === null
    ? { direction: 'incoming', serverId: incomingServerId ?? 0 }
    : { direction: 'outgoing', serverId: outgoingServerId };
}
