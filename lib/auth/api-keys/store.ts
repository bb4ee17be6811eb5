import { and, eq, isNull, sql } from 'drizzle-orm';
import { apiKey } from '#drizzle/schema/session.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import { type AccountFacts, accountColumns } from '#lib/auth/store.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { ApiKeyItem } from './api-key-schema.ts';

const columns = {
  id: apiKey.id,
  name: apiKey.name,
  prefix: apiKey.prefix,
  scopes: apiKey.scopes,
  userId: apiKey.userId,
  createdAt: apiKey.createdAt,
  updatedAt: apiKey.updatedAt,
  lastUsedAt: apiKey.lastUsedAt,
  revokedAt: apiKey.revokedAt,
};

/** The key with this hash that may still be used, and its active user. */
export async function findUsableKey(
  db: Db,
  keyHash: string,
): Promise<(AccountFacts & { keyId: number; scopes: string[]; lastUsedAt: Date | null }) | null> {
  const [row] = await db
    .select({ ...accountColumns, keyId: apiKey.id, scopes: apiKey.scopes, lastUsedAt: apiKey.lastUsedAt })
    .from(apiKey)
    .innerJoin(userAccount, eq(userAccount.id, apiKey.userId))
    .where(and(eq(apiKey.keyHash, keyHash), isNull(apiKey.revokedAt), eq(userAccount.active, true)));
  return row ?? null;
}

export async function touchKey(db: Db, id: number, now: Date): Promise<void> {
  await db.update(apiKey).set({ lastUsedAt: now }).where(eq(apiKey.id, id));
}

/** @returns null when the very key exists already */
export async function insertKey(db: Db, row: typeof apiKey.$inferInsert): Promise<ApiKeyItem | null> {
  const [made] = await db.insert(apiKey).values(row).onConflictDoNothing().returning(columns);
  return made ?? null;
}

export async function findKey(db: Db, id: number): Promise<ApiKeyItem | null> {
  const [row] = await db.select(columns).from(apiKey).where(eq(apiKey.id, id));
  return row ?? null;
}

/** @returns false when it was revoked before */
export async function markRevoked(db: Db, id: number, now: Date): Promise<boolean> {
  const rows = await db
    .update(apiKey)
    .set({ revokedAt: now, updatedAt: now })
    .where(and(eq(apiKey.id, id), isNull(apiKey.revokedAt)))
    .returning({ id: apiKey.id });
  return rows.length > 0;
}

/** @param ownerId only the keys of this user; null for all */
export function listKeyRows(db: Db, query: ListQuery, ownerId: number | null): Promise<ListPage<ApiKeyItem>> {
  const source: ListSource<ApiKeyItem> = {
    table: apiKey,
    id: apiKey.id,
    select: columns,
    sortable: { createdAt: apiKey.createdAt, name: apiKey.name },
    filterable: { userId: apiKey.userId, revoked: sql`(${apiKey.revokedAt} is not null)` },
    search: sql`lower(${apiKey.name} || ' ' || ${apiKey.prefix})`,
    where: ownerId === null ? undefined : eq(apiKey.userId, ownerId),
  };
  return listRows(db, source, query);
}
