import { eq, sql } from 'drizzle-orm';
import { blacklist, blockedSender, gatewayAllowList } from '#drizzle/schema/suppression.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { SuppressionItem, SuppressionList } from './suppression-schema.ts';

const tables = { blacklist, 'gateway-allow-list': gatewayAllowList, 'blocked-senders': blockedSender };

function columnsOf(table: (typeof tables)[SuppressionList]) {
  const { id, email, reason, active, createdAt, updatedAt } = table;
  return { id, email, reason, active, createdAt, updatedAt };
}

export function listEntryRows(db: Db, list: SuppressionList, query: ListQuery): Promise<ListPage<SuppressionItem>> {
  const table = tables[list];
  const source: ListSource<SuppressionItem> = {
    table,
    id: table.id,
    select: columnsOf(table),
    sortable: { email: table.email, createdAt: table.createdAt, updatedAt: table.updatedAt },
    filterable: { email: table.email, active: table.active, createdAt: table.createdAt },
    search: sql`lower(${table.email} || ' ' || coalesce(${table.reason}, ''))`,
  };
  return listRows(db, source, query);
}

export async function findEntry(db: Db, list: SuppressionList, id: number): Promise<SuppressionItem | null> {
  const table = tables[list];
  const [row] = await db.select(columnsOf(table)).from(table).where(eq(table.id, id));
  return row ?? null;
}

/** Locked until the transaction ends. */
export async function findEntryOf(db: Db, list: SuppressionList, email: string): Promise<SuppressionItem | null> {
  const table = tables[list];
  const [row] = await db.select(columnsOf(table)).from(table).where(eq(table.email, email)).for('update');
  return row ?? null;
}

/** @returns null when another transaction just wrote the same address */
export async function insertEntry(
  db: Db,
  list: SuppressionList,
  row: { email: string; reason: string | null; active: boolean },
): Promise<SuppressionItem | null> {
  const table = tables[list];
  const [made] = await db.insert(table).values(row).onConflictDoNothing().returning(columnsOf(table));
  return made ?? null;
}

export async function updateEntryRow(
  db: Db,
  list: SuppressionList,
  id: number,
  change: { reason?: string | null; active?: boolean; updatedAt: Date },
): Promise<SuppressionItem | null> {
  const table = tables[list];
  const [row] = await db.update(table).set(change).where(eq(table.id, id)).returning(columnsOf(table));
  return row ?? null;
}
