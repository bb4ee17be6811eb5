import { openAlert } from '#lib/alerts/open-alert.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type DailyLimitLevel, dailyLimitLevel } from '#lib/mail/outgoing/daily-limit/daily-limit-rule.ts';
import { loadDailyLimit, loadDayCount } from '#lib/mail/outgoing/daily-limit/load-daily-limit.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { inWords, momentInWords } from '#lib/mail/outgoing/quota/explain-quota.ts';
import { type Quota, windowAt } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { reservePlaces } from '#lib/mail/outgoing/quota/reserve-places.ts';
import { recordVerdicts } from '#lib/mail/outgoing/verdict/record-verdict.ts';

/** The kind of alert that says the daily limit is near or reached. */
export const dailyLimitAlert = 'daily-limit';
const name = 'Default server';

export interface WithinLimit {
  granted: ClaimedDelivery[];
  /** Null: there is no limit, everything may go. */
  quota: Quota | null;
  takenAt: Date;
  failed: number;
}

/**
 * Counts claimed deliveries of the default server towards its daily limit. Those over it fail with the hour at which a
 * retry helps; a mail may go out in part. At 80 % and at the limit the administrators are told.
 */
export async function enforceDailyLimit(ctx: Ctx, claimed: ClaimedDelivery[]): Promise<WithinLimit> {
  const limit = await loadDailyLimit(ctx);
  if (limit === null) return { granted: claimed, quota: null, takenAt: ctx.now(), failed: 0 };
  const quota = { serverId: 0, serverName: name, perMinute: null, perDay: limit };
  await loadDayCount(ctx.db, windowAt(0, 'day', ctx.now()).start);
  const { granted, denied, takenAt, usedInDay } = await reservePlaces(ctx, quota, claimed);
  const resetAt = windowAt(0, 'day', takenAt).end;
  await fail(
    ctx,
    denied.map(({ item }) => item),
    limit,
    resetAt,
  );
  const before = dailyLimitLevel(limit, usedInDay - granted.length);
  const after = dailyLimitLevel(limit, usedInDay);
  if (after !== before || denied.length > 0) await tell(ctx, after, limit, resetAt);
  return { granted, quota, takenAt, failed: denied.length };
}

async function fail(ctx: Ctx, deliveries: ClaimedDelivery[], limit: number, resetAt: Date): Promise<void> {
  const now = ctx.now();
  const reason = `The default server takes ${inWords(limit)} mails a day, and those of today are used up. Retry ${momentInWords(resetAt, now)} or later, or send through an outgoing server of your own: it has no such limit.`;
  await recordVerdicts(
    ctx,
    deliveries.map(({ id, epoch, emailId, attempts }) => ({
      deliveryId: id,
      epoch,
      emailId,
      serverId: 0,
      serverName: name,
      startedAt: now,
      transcript: null,
      verdict: {
        state: 'failed' as const,
        stage: 'connect' as const,
        attempts,
        nextAttemptAt: now,
        smtpReply: null,
        failureType: 'daily_limit' as const,
        reason,
      },
    })),
  );
}

async function tell(ctx: Ctx, level: DailyLimitLevel, limit: number, resetAt: Date): Promise<void> {
  if (level === 'fine') return;
  const reset = momentInWords(resetAt, ctx.now());
  const advice =
    'Let colleagues receive their notifications in PerfectWORK, or connect an outgoing server of your own.';
  const reached = level === 'reached';
  await openAlert(ctx, {
    kind: dailyLimitAlert,
    key: 'default',
    severity: reached ? 'error' : 'warning',
    title: reached ? 'The daily limit of mails is reached' : 'The daily limit of mails is nearly reached',
    detail: reached
      ? `All ${inWords(limit)} mails of today are used. Further mails fail and can be retried once the counter starts again ${reset}. ${advice}`
      : `More than 80 % of the ${inWords(limit)} mails of today are used; the counter starts again ${reset}. ${advice}`,
    link: '/settings/general',
  });
}
