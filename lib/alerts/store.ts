import { and, eq, isNull, sql } from 'drizzle-orm';
import { alert } from '#drizzle/schema/alert.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { AlertItem } from './alert-schema.ts';

/** @returns whether anything a reader sees changed */
export async function upsertAlert(
  db: Db,
  row: { kind: string; key: string; severity: 'warning' | 'error'; title: string; detail: string; link: string | null },
  now: Date,
): Promise<boolean> {
  const { kind: _kind, key: _key, ...shown } = row;
  const changed = await db
    .insert(alert)
    .values({ ...row, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({
      target: [alert.kind, alert.key],
      targetWhere: isNull(alert.resolvedAt),
      set: { ...shown, updatedAt: now },
      setWhere: sql`(${alert.severity}, ${alert.title}, ${alert.detail}, coalesce(${alert.link}, '')) is distinct from
        (excluded.severity, excluded.title, excluded.detail, coalesce(excluded.link, ''))`,
    })
    .returning({ id: alert.id });
  return changed.length > 0;
}

/** @returns whether one was open */
export async function closeAlert(db: Db, kind: string, key: string, now: Date): Promise<boolean> {
  const closed = await db
    .update(alert)
    .set({ resolvedAt: now, updatedAt: now })
    .where(and(eq(alert.kind, kind), eq(alert.key, key), isNull(alert.resolvedAt)))
    .returning({ id: alert.id });
  return closed.length > 0;
}

const resolved = sql<boolean>`(${alert.resolvedAt} is not null)`;
const source: ListSource<AlertItem> = {
  table: alert,
  id: alert.id,
  select: {
    id: alert.id,
    kind: alert.kind,
    key: alert.key,
    severity: alert.severity,
    title: alert.title,
    detail: alert.detail,
    link: alert.link,
    createdAt: alert.createdAt,
    updatedAt: alert.updatedAt,
    resolvedAt: alert.resolvedAt,
  },
  sortable: { createdAt: alert.createdAt, updatedAt: alert.updatedAt },
  filterable: { kind: alert.kind, severity: alert.severity, resolved, createdAt: alert.createdAt },
  search: sql`lower(${alert.title} || ' ' || ${alert.detail})`,
};

export function listAlertRows(db: Db, query: ListQuery): Promise<ListPage<AlertItem>> {
  return listRows(db, source, query);
}
