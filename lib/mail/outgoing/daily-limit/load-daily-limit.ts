import { and, count, countDistinct, eq, gte, isNotNull, lt, sql } from 'drizzle-orm';
import { delivery } from '#drizzle/schema/email.ts';
import { instance } from '#drizzle/schema/instance.ts';
import { outgoingServerUsage } from '#drizzle/schema/outgoing-server.ts';
import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { dailyLimitOf } from '#lib/mail/outgoing/daily-limit/daily-limit-rule.ts';
import { selectUsage } from '#lib/mail/outgoing/quota/store.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';

/** How many mails a day the default server takes by edition, plan and parameter; null: as many as come. */
export async function loadDailyLimit(ctx: Ctx): Promise<number | null> {
  const set = await readParameter(ctx, 'mail.daily.limit');
  if (set !== null) return set;
  const edition = await readParameter(ctx, 'perfectwork.edition');
  if (edition === 'on_premise') return null;
  const plan = await readParameter(ctx, 'perfectwork.plan');
  return dailyLimitOf({ set, edition, plan, restored: await isRestored(ctx.db) });
}

/** A copy of a database knows it: it captures its mail until somebody claims it. */
async function isRestored(db: Db): Promise<boolean> {
  const [row] = await db.select({ since: instance.captureSince, claimedAt: instance.claimedAt }).from(instance);
  return Boolean(row?.since ?? row?.claimedAt);
}

/** How many places of the day are taken. Before anything was counted: what left since the day began. */
export async function loadUsedToday(db: Db, dayStart: Date): Promise<number> {
  const [row] = await selectUsage(db, [0], [dayStart]);
  if (row) return row.used;
  const [uncounted] = await db.select({ count: count() }).from(delivery).where(leftUncounted(dayStart));
  return uncounted?.count ?? 0;
}

/**
 * Makes the count of a day begin with what left before there was a limit. Where the day is counted already nothing
 * happens, also with two workers at once.
 */
export async function loadDayCount(db: Db, dayStart: Date): Promise<void> {
  const left = db.select({ count: count() }).from(delivery).where(leftUncounted(dayStart));
  const start = sql`${dayStart.toISOString()}::timestamptz`;
  await db.execute(sql`
    insert into ${outgoingServerUsage} (server_id, unit, window_start, used)
    select 0, 'day', ${start}, (${left})
    where not exists (
      select 1 from ${outgoingServerUsage} where server_id = 0 and unit = 'day' and window_start = ${start})
    on conflict do nothing`);
}

function leftUncounted(dayStart: Date) {
  return and(
    eq(delivery.serverId, 0),
    eq(delivery.captured, false),
    gte(delivery.sentAt, dayStart),
    sql`${delivery.quotaReservedAt} is null`,
  );
}

const stopped = and(
  eq(delivery.failureType, 'daily_limit'),
  sql`${delivery.state} in ('failed', 'bounced', 'unknown')`,
);

/** Mails that failed because of the daily limit and were not retried yet. */
export async function loadStoppedMails(db: Db): Promise<number> {
  const [row] = await db
    .select({ count: countDistinct(delivery.emailId) })
    .from(delivery)
    .where(stopped);
  return row?.count ?? 0;
}

/** Deliveries the limit stopped before a moment, the oldest first. */
export async function loadStoppedDeliveries(db: Db, before: Date, limit: number) {
  const { id, emailId, recipient, state } = delivery;
  return db
    .select({ id, emailId, recipient, state })
    .from(delivery)
    .where(and(stopped, isNotNull(delivery.failureType), lt(delivery.updatedAt, before)))
    .orderBy(delivery.id)
    .limit(limit);
}
