import { and, eq, lt } from 'drizzle-orm';
import { idempotencyKey } from '#drizzle/schema/idempotency-key.ts';
import type { Db } from '#lib/db/client.ts';

export type StoredAnswer = typeof idempotencyKey.$inferSelect;

/** Takes a key for one request; null when another request took it before. */
export async function takeKey(db: Db, row: { key: string; userId: number; requestHash: string }): Promise<boolean> {
  const taken = await db
    .insert(idempotencyKey)
    .values(row)
    .onConflictDoNothing()
    .returning({ key: idempotencyKey.key });
  return taken.length > 0;
}

export async function findKey(db: Db, userId: number, key: string): Promise<StoredAnswer | undefined> {
  const [row] = await db
    .select()
    .from(idempotencyKey)
    .where(and(eq(idempotencyKey.userId, userId), eq(idempotencyKey.key, key)));
  return row;
}

export async function storeAnswer(
  db: Db,
  userId: number,
  key: string,
  status: number,
  response: unknown,
): Promise<void> {
  await db
    .update(idempotencyKey)
    .set({ status, response })
    .where(and(eq(idempotencyKey.userId, userId), eq(idempotencyKey.key, key)));
}

/** @param before only when it was taken before then */
export async function dropKey(db: Db, userId: number, key: string, before?: Date): Promise<void> {
  const isOld = before && lt(idempotencyKey.createdAt, before);
  await db.delete(idempotencyKey).where(and(eq(idempotencyKey.userId, userId), eq(idempotencyKey.key, key), isOld));
}
