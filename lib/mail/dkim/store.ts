import { and, eq, inArray, like, sql } from 'drizzle-orm';
import { dkimKey } from '#drizzle/schema/dkim-key.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { listRows } from '#lib/db/list-rows.ts';
import type { DkimKeyItem } from './dkim-key-schema.ts';

export type DkimKeyRow = Omit<DkimKeyItem, 'record'>;

const columns = {
  id: dkimKey.id,
  domain: dkimKey.domain,
  selector: dkimKey.selector,
  algorithm: dkimKey.algorithm,
  publicKey: dkimKey.publicKey,
  active: dkimKey.active,
  lastUsedAt: dkimKey.lastUsedAt,
  createdAt: dkimKey.createdAt,
  updatedAt: dkimKey.updatedAt,
};

/** A page of keys, without their private halves. */
export function listDkimKeyRows(db: Db, query: ListQuery): Promise<ListPage<DkimKeyRow>> {
  return listRows(
    db,
    {
      table: dkimKey,
      id: dkimKey.id,
      select: columns,
      sortable: { domain: dkimKey.domain, createdAt: dkimKey.createdAt },
      filterable: { domain: dkimKey.domain, active: dkimKey.active, algorithm: dkimKey.algorithm },
      search: sql`lower(${dkimKey.domain} || ' ' || ${dkimKey.selector})`,
    },
    query,
  );
}

export async function selectDkimKey(db: Db, id: number): Promise<DkimKeyRow | null> {
  const [row] = await db.select(columns).from(dkimKey).where(eq(dkimKey.id, id));
  return row ?? null;
}

/** The selectors a domain has that begin with a word. */
export async function selectSelectors(db: Db, domain: string, beginning: string): Promise<string[]> {
  const rows = await db
    .select({ selector: dkimKey.selector })
    .from(dkimKey)
    .where(and(eq(dkimKey.domain, domain), like(dkimKey.selector, `${beginning}%`)));
  return rows.map((row) => row.selector);
}

/** @returns null when the domain has a key of this selector already */
export async function insertDkimKey(db: Db, row: typeof dkimKey.$inferInsert): Promise<DkimKeyRow | null> {
  const [made] = await db.insert(dkimKey).values(row).onConflictDoNothing().returning(columns);
  return made ?? null;
}

export async function updateDkimKeyActive(db: Db, id: number, active: boolean, now: Date): Promise<void> {
  await db.update(dkimKey).set({ active, updatedAt: now }).where(eq(dkimKey.id, id));
}

export async function deleteDkimKeyRow(db: Db, id: number): Promise<void> {
  await db.delete(dkimKey).where(eq(dkimKey.id, id));
}

/** Notes that keys have signed. */
export async function touchDkimKeys(db: Db, ids: number[], now: Date): Promise<void> {
  await db.update(dkimKey).set({ lastUsedAt: now }).where(inArray(dkimKey.id, ids));
}

/** The active keys with their sealed private halves. */
export function selectActiveKeys(db: Db) {
  const { id, domain, selector, algorithm, privateKeySealed } = dkimKey;
  return db.select({ id, domain, selector, algorithm, privateKeySealed }).from(dkimKey).where(eq(dkimKey.active, true));
}
