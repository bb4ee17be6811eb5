import { inArray, lt, sql } from 'drizzle-orm';
import { dmarcPolicy } from '#drizzle/schema/dmarc-policy.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Db } from '#lib/db/client.ts';

export type KeptPolicy = typeof dmarcPolicy.$inferSelect;

/** What is kept about these domains and has not expired. */
export async function findPolicies(db: Db, domains: string[], now: Date): Promise<KeptPolicy[]> {
  const rows = await db.select().from(dmarcPolicy).where(inArray(dmarcPolicy.domain, domains));
  return rows.filter((row) => row.expiresAt > now);
}

/** Long enough to list the partners one writes for, in milliseconds. */
const keptAfterExpiryMs = 30 * 86_400_000;

/** Keeps what was found; the newest answer wins. What expired 30 days ago goes. */
export async function savePolicies(db: Db, rows: KeptPolicy[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  await db.delete(dmarcPolicy).where(lt(dmarcPolicy.expiresAt, addMilliseconds(first.checkedAt, -keptAfterExpiryMs)));
  await db
    .insert(dmarcPolicy)
    // In one order for everybody: two batches that ask for the same domains then wait instead of deadlocking.
    .values(rows.toSorted((a, b) => (a.domain < b.domain ? -1 : 1)))
    .onConflictDoUpdate({
      target: dmarcPolicy.domain,
      set: {
        policy: sql`excluded.policy`,
        record: sql`excluded.record`,
        error: sql`excluded.error`,
        checkedAt: sql`excluded.checked_at`,
        expiresAt: sql`excluded.expires_at`,
      },
      where: sql`${dmarcPolicy.checkedAt} <= excluded.checked_at`,
    });
}
