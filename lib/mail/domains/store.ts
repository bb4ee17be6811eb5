import { inArray, sql } from 'drizzle-orm';
import { dmarcPolicy } from '#drizzle/schema/dmarc-policy.ts';
import type { Db } from '#lib/db/client.ts';

export type KeptPolicy = typeof dmarcPolicy.$inferSelect;

/** What is kept about these domains and has not expired. */
export async function findPolicies(db: Db, domains: string[], now: Date): Promise<KeptPolicy[]> {
  const rows = await db.select().from(dmarcPolicy).where(inArray(dmarcPolicy.domain, domains));
  return rows.filter((row) => row.expiresAt > now);
}

/** Keeps what was found; the newest answer wins. */
export async function savePolicies(db: Db, rows: KeptPolicy[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insert(dmarcPolicy)
    .values(rows)
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
