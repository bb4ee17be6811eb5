import { sql } from 'drizzle-orm';
import { alias } from '#drizzle/schema/alias.ts';
import { rateLimit } from '#drizzle/schema/session.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Db } from '#lib/db/client.ts';

const hour = 3_600_000;

/** Part of a question about aliases: how many mails each took in the hour that began after a moment (ISO 8601), or null. */
export function takenSince(moment: string) {
  return sql<number | null>`(select r.count from ${rateLimit} r
    where r.key = 'alias:' || ${alias.id} and r.window_start > ${moment}::timestamptz)`;
}

/** One more mail an alias took. Its hour begins with the first. */
export async function countAliasMail(db: Db, aliasId: number, now: Date): Promise<void> {
  const isOver = sql`${rateLimit.windowStart} <= ${addMilliseconds(now, -hour).toISOString()}::timestamptz`;
  await db
    .insert(rateLimit)
    .values({ key: `alias:${aliasId}`, windowStart: now, count: 1 })
    .onConflictDoUpdate({
      target: rateLimit.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${rateLimit.count} + 1 end`,
        windowStart: sql`case when ${isOver} then excluded.window_start else ${rateLimit.windowStart} end`,
      },
    });
}
