import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { IncomingCounts } from './incoming-mail-schema.ts';
import { loadIncomingCounts } from './load-incoming-counts.ts';

/**
 * What the tabs over the list of incoming mails count. Administrators only.
 * @param limit where each count stops; above 0
 */
export async function countIncomingMails(ctx: Ctx, limit = 10_000): Promise<IncomingCounts> {
  requireAdministrator(ctx.actor);
  const counts: IncomingCounts = { all: 0, unprocessed: 0, outcomes: {}, limit, more: [] };
  let all = 0;
  for (const { outcome, count } of await loadIncomingCounts(ctx.db, limit + 1)) {
    all += count;
    if (outcome === null) counts.unprocessed = Math.min(count, limit);
    else if (count > 0) counts.outcomes[outcome] = Math.min(count, limit);
    if (count > limit) counts.more.push(outcome ?? 'unprocessed');
  }
  if (all > limit) counts.more.push('all');
  return { ...counts, all: Math.min(all, limit) };
}
