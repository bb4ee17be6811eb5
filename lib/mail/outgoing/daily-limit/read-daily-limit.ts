import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { dailyLimitLevel } from '#lib/mail/outgoing/daily-limit/daily-limit-rule.ts';
import type { DailyLimit } from '#lib/mail/outgoing/daily-limit/daily-limit-schema.ts';
import { loadDailyLimit, loadStoppedMails, loadUsedToday } from '#lib/mail/outgoing/daily-limit/load-daily-limit.ts';
import { windowAt } from '#lib/mail/outgoing/quota/quota-windows.ts';

/** The daily limit of the default server, how much of it is used, and when the counter starts again. */
export async function readDailyLimit(ctx: Ctx): Promise<DailyLimit> {
  requireSignedIn(ctx.actor);
  const { start, end } = windowAt(0, 'day', ctx.now());
  const limit = await loadDailyLimit(ctx);
  const used = await loadUsedToday(ctx.db, start);
  return {
    limit,
    used,
    resetAt: end,
    stopped: await loadStoppedMails(ctx.db),
    level: dailyLimitLevel(limit, used),
    fixedBy: ctx.env.dailyLimit === undefined ? null : 'DAILY_LIMIT',
  };
}
