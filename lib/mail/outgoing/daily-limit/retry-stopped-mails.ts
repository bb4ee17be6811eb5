import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { dailyLimitLevel } from '#lib/mail/outgoing/daily-limit/daily-limit-rule.ts';
import {
  loadDailyLimit,
  loadStoppedDeliveries,
  loadUsedToday,
} from '#lib/mail/outgoing/daily-limit/load-daily-limit.ts';
import { retryDeliveries } from '#lib/mail/outgoing/queue/retry-deliveries.ts';
import { windowAt } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { retryEmails } from '#lib/mail/outgoing/retry-emails.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';

/** Sends again all mails that the daily limit stopped. What is over the limit of today fails again. */
export async function retryStoppedMails(ctx: Ctx): Promise<{ retried: number; more: boolean }> {
  requireAdministrator(ctx.actor);
  return retryEmails(ctx, { filter: { failureType: 'daily_limit' } });
}

/** Most deliveries of one go; the next one is a minute later. */
const perGo = 1000;

/**
 * With `mail.daily.limit.auto_retry`: sends again what the limit stopped before the last reset, the oldest first and no
 * more than may leave today.
 * @returns how many deliveries go again
 */
export async function autoRetryStopped(ctx: Ctx): Promise<number> {
  if (!(await readParameter(ctx, 'mail.daily.limit.auto_retry'))) return 0;
  return inTransaction(ctx, async (tx) => {
    const { start } = windowAt(0, 'day', tx.now());
    const limit = await loadDailyLimit(tx);
    const used = await loadUsedToday(tx.db, start);
    if (dailyLimitLevel(limit, used) === 'reached') return 0;
    const room = limit === null ? perGo : Math.min(perGo, limit - used);
    return retryDeliveries(tx, await loadStoppedDeliveries(tx.db, start, room));
  });
}
