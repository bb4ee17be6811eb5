import { eq, sql } from 'drizzle-orm';
import { instance } from '#drizzle/schema/instance.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { Db } from '#lib/db/client.ts';

export type InstanceRow = typeof instance.$inferSelect;

/** Makes the one row that says what this database is, unless it exists. */
export async function insertInstance(db: Db, row: { secretFingerprint: string; setupCode: string }): Promise<void> {
  await db.insert(instance).values(row).onConflictDoNothing();
}

/** @param lock makes others wait who also want to set up */
export async function loadInstance(db: Db, lock = false): Promise<InstanceRow | null> {
  const query = db.select().from(instance).where(eq(instance.id, 1));
  const [row] = lock ? await query.for('update') : await query;
  return row ?? null;
}

export async function hasUser(db: Db): Promise<boolean> {
  const [row] = await db.select({ one: sql`1` }).from(userAccount).limit(1);
  return row !== undefined;
}

export async function closeSetup(db: Db, now: Date): Promise<void> {
  await db.update(instance).set({ setupAt: now, setupCode: null }).where(eq(instance.id, 1));
}
