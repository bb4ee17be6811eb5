import { listAlerts } from '#lib/alerts/list-alerts.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import type { Ctx } from '#lib/db/context.ts';
import { dailyLimitLevel } from '#lib/mail/outgoing/daily-limit/daily-limit-rule.ts';
import { dailyLimitAlert } from '#lib/mail/outgoing/daily-limit/enforce-daily-limit.ts';
import { loadDailyLimit, loadUsedToday } from '#lib/mail/outgoing/daily-limit/load-daily-limit.ts';
import { autoRetryStopped } from '#lib/mail/outgoing/daily-limit/retry-stopped-mails.ts';
import { windowAt } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { selectDayQuota, selectUsage } from '#lib/mail/outgoing/quota/store.ts';
import { quotaAlert } from '#lib/mail/outgoing/quota/wait-for-window.ts';

/**
 * *Mail: Quotas and daily limit*: closes the alerts of a day that is over, and where that is asked for sends again what
 * the daily limit stopped. Mail that waits for the quota of an own server needs no action: it leaves by itself.
 */
export async function settleQuotas(ctx: Ctx): Promise<{ done: number; remaining: number; log: string }> {
  const resolved = await resolveOverAlerts(ctx);
  const retried = await autoRetryStopped(ctx);
  const log = `Alerts resolved: ${resolved}. Deliveries stopped by the daily limit that are retried: ${retried}.`;
  return { done: resolved + retried, remaining: 0, log };
}

async function resolveOverAlerts(ctx: Ctx): Promise<number> {
  const { items } = await listAlerts(ctx, {
    limit: 200,
    sort: { field: 'createdAt', descending: true },
    filters: [
      { field: 'kind', operator: 'in', values: [quotaAlert, dailyLimitAlert] },
      { field: 'resolved', operator: 'in', values: ['false'] },
    ],
  });
  let resolved = 0;
  for (const { kind, key } of items) {
    const over = kind === quotaAlert ? await hasRoom(ctx, Number(key)) : await isFine(ctx);
    if (!over) continue;
    await resolveAlert(ctx, kind, key);
    resolved += 1;
  }
  return resolved;
}

/** A server that is gone, or has no limit any more, has room. */
async function hasRoom(ctx: Ctx, serverId: number): Promise<boolean> {
  const limit = await selectDayQuota(ctx.db, serverId);
  const { start } = windowAt(serverId, 'day', ctx.now());
  const used = await selectUsage(ctx.db, [serverId], [start]);
  return limit === null || (used.find(({ unit }) => unit === 'day')?.used ?? 0) < limit;
}

async function isFine(ctx: Ctx): Promise<boolean> {
  const { start } = windowAt(0, 'day', ctx.now());
  return dailyLimitLevel(await loadDailyLimit(ctx), await loadUsedToday(ctx.db, start)) === 'fine';
}
