import { eq, sql } from 'drizzle-orm';
import { rateLimit } from '#drizzle/schema/session.ts';
import type { Db } from '#lib/db/client.ts';

/** Counts one attempt in one statement, so that many at once are counted exactly; an old window begins anew. */
export async function countAttempt(
  db: Db,
  key: string,
  now: Date,
  windowBegan: Date,
): Promise<{ count: number; windowStart: Date }> {
  const isOver = sql`${rateLimit.windowStart} <= ${windowBegan}`;
  const [row] = await db
    .insert(rateLimit)
    .values({ key, windowStart: now, count: 1 })
    .onConflictDoUpdate({
      target: rateLimit.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${rateLimit.count} + 1 end`,
        windowStart: sql`case when ${isOver} then excluded.window_start else ${rateLimit.windowStart} end`,
      },
    })
    .returning({ count: rateLimit.count, windowStart: rateLimit.windowStart });
  return row ?? { count: 1, windowStart: now };
}

/** Takes one attempt back: it was a rightful one. */
export async function uncountAttempt(db: Db, key: string): Promise<void> {
  await db
    .update(rateLimit)
    .set({ count: sql`greatest(0, ${rateLimit.count} - 1)` })
    .where(eq(rateLimit.key, key));
}

export async function forgetAttempts(db: Db, key: string): Promise<void> {
  await db.delete(rateLimit).where(eq(rateLimit.key, key));
}
