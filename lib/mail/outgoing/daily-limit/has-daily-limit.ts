import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadDailyLimit } from '#lib/mail/outgoing/daily-limit/load-daily-limit.ts';
import { readMailDestination } from '#lib/mail/servers/read-mail-destination.ts';

/** Whether mail sent now counts towards a daily limit: there is one, and no own server sends. */
export async function hasDailyLimit(ctx: Ctx): Promise<boolean> {
  requireSignedIn(ctx.actor);
  if ((await loadDailyLimit(ctx)) === null) return false;
  const { kind } = await readMailDestination(ctx);
  return kind === 'default' || kind === 'sandbox';
}
