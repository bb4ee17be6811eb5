import { and, asc, eq, inArray, isNull, lte, max, sql } from 'drizzle-orm';
import { alert } from '#drizzle/schema/alert.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { MailedAlert } from './alert-mail.ts';
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

/** @returns how many were open */
export async function closeAlerts(db: Db, kind: string, keys: string[], now: Date): Promise<number> {
  const closed = await db
    .update(alert)
    .set({ resolvedAt: now, updatedAt: now })
    .where(and(eq(alert.kind, kind), inArray(alert.key, keys), isNull(alert.resolvedAt)))
    .returning({ id: alert.id });
  return closed.length;
}

/** Keys of the open alerts of a kind that begin with `prefix`. */
export async function selectOpenKeys(db: Db, kind: string, prefix: string): Promise<string[]> {
  const rows = await db
    .select({ key: alert.key })
    .from(alert)
    .where(and(eq(alert.kind, kind), sql`starts_with(${alert.key}, ${prefix})`, isNull(alert.resolvedAt)));
  return rows.map(({ key }) => key);
}

/** Alerts of one mail; the others come with the next. */
const mostMailed = 200;

/**
 * Locks the open errors that nobody was mailed of, the oldest first. A second worker waits here, and finds them mailed.
 */
export function lockUnmailedAlerts(
  db: Db,
  { openedBefore, sameMailedBefore }: { openedBefore: Date; sameMailedBefore: Date },
): Promise<(MailedAlert & { id: number })[]> {
  const { id, title, detail, link, createdAt } = alert;
  const sameLately = sql`exists (select 1 from alert before where before.kind = ${alert.kind}
    and before.key = ${alert.key} and before.mailed_at > ${sameMailedBefore.toISOString()}::timestamptz)`;
  return db
    .select({ id, title, detail, link, createdAt })
    .from(alert)
    .where(
      and(
        isNull(alert.resolvedAt),
        isNull(alert.mailedAt),
        eq(alert.severity, 'error'),
        lte(alert.createdAt, openedBefore),
        sql`not ${sameLately}`,
      ),
    )
    .orderBy(asc(alert.id))
    .limit(mostMailed)
    .for('update');
}

/** When alerts were last mailed. */
export async function lastAlertMailAt(db: Db): Promise<Date | null> {
  const [row] = await db.select({ at: max(alert.mailedAt) }).from(alert);
  return row?.at ?? null;
}

export async function markMailed(db: Db, ids: number[], now: Date): Promise<void> {
  await db.update(alert).set({ mailedAt: now }).where(inArray(alert.id, ids));
}

/** Active administrators who want alerts by mail. */
export function loadAlertReaders(db: Db): Promise<{ name: string; email: string; contactId: number }[]> {
  const { name, email, contactId } = userAccount;
  return db
    .select({ name, email, contactId })
    .from(userAccount)
    .where(and(eq(userAccount.role, 'administrator'), eq(userAccount.active, true), eq(userAccount.alertMails, true)))
    .orderBy(asc(userAccount.id));
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
