import { and, asc, eq, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { idempotencyKey } from '#drizzle/schema/idempotency-key.ts';
import { outgoingServerUsage } from '#drizzle/schema/outgoing-server.ts';
import { scheduledAction, scheduledActionRun } from '#drizzle/schema/scheduled-action.ts';
import { rateLimit, session, userToken } from '#drizzle/schema/session.ts';
import type { RunStatus } from '#lib/core/enumerations.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { ActionRunItem, ScheduledActionItem } from './scheduled-action-schema.ts';

export type ActionRow = typeof scheduledAction.$inferSelect;

/** Makes rows for actions that have none. */
export async function insertMissingActions(db: Db, rows: (typeof scheduledAction.$inferInsert)[]): Promise<void> {
  await db.insert(scheduledAction).values(rows).onConflictDoNothing();
}

/** Takes one due action that nobody else runs; null when none is left. `for update skip locked` lets only one have it. */
export async function claimDueAction(db: Db, keys: string[], now: Date, leaseUntil: Date): Promise<ActionRow | null> {
  const due = db
    .select({ id: scheduledAction.id })
    .from(scheduledAction)
    .where(and(eq(scheduledAction.active, true), lte(scheduledAction.nextRunAt, now), isFree(now), knownKey(keys)))
    .orderBy(asc(scheduledAction.priority), asc(scheduledAction.nextRunAt))
    .limit(1)
    .for('update', { skipLocked: true });
  const [row] = await db.update(scheduledAction).set({ leaseUntil }).where(sql`id = (${due})`).returning();
  return row ?? null;
}

/** Takes one action, due or not; null while somebody runs it. */
export async function claimAction(db: Db, id: number, now: Date, leaseUntil: Date): Promise<ActionRow | null> {
  const [row] = await db
    .update(scheduledAction)
    .set({ leaseUntil })
    .where(and(eq(scheduledAction.id, id), isFree(now)))
    .returning();
  return row ?? null;
}

const isFree = (now: Date) => or(isNull(scheduledAction.leaseUntil), lt(scheduledAction.leaseUntil, now));
const knownKey = (keys: string[]) => sql`${scheduledAction.key} = any(${sql.param(keys)})`;

/** @returns false when the lease was lost to another process */
export async function extendLease(db: Db, id: number, held: Date, until: Date): Promise<boolean> {
  const rows = await db
    .update(scheduledAction)
    .set({ leaseUntil: until })
    .where(and(eq(scheduledAction.id, id), eq(scheduledAction.leaseUntil, held)))
    .returning({ id: scheduledAction.id });
  return rows.length > 0;
}

/** The row under a lock, if the lease is still held. */
export async function loadHeldAction(db: Db, id: number, held: Date): Promise<ActionRow | null> {
  const [row] = await db
    .select()
    .from(scheduledAction)
    .where(and(eq(scheduledAction.id, id), eq(scheduledAction.leaseUntil, held)))
    .for('update');
  return row ?? null;
}

export async function findAction(db: Db, idOrKey: number | string): Promise<ActionRow | null> {
  const condition = typeof idOrKey === 'number' ? eq(scheduledAction.id, idOrKey) : eq(scheduledAction.key, idOrKey);
  const [row] = await db.select().from(scheduledAction).where(condition);
  return row ?? null;
}

export async function updateAction(
  db: Db,
  id: number,
  change: Partial<typeof scheduledAction.$inferInsert>,
): Promise<void> {
  await db.update(scheduledAction).set(change).where(eq(scheduledAction.id, id));
}

export async function insertRun(db: Db, row: typeof scheduledActionRun.$inferInsert): Promise<number> {
  const [made] = await db.insert(scheduledActionRun).values(row).returning({ id: scheduledActionRun.id });
  return made?.id ?? 0;
}

export async function finishRun(
  db: Db,
  id: number,
  result: { finishedAt: Date; status: RunStatus; done: number; remaining: number; log: string },
): Promise<void> {
  await db.update(scheduledActionRun).set(result).where(eq(scheduledActionRun.id, id));
}

const actionSource: ListSource<ScheduledActionItem> = {
  table: scheduledAction,
  id: scheduledAction.id,
  select: {
    id: scheduledAction.id,
    key: scheduledAction.key,
    name: scheduledAction.name,
    active: scheduledAction.active,
    intervalNumber: scheduledAction.intervalNumber,
    intervalUnit: scheduledAction.intervalUnit,
    nextRunAt: scheduledAction.nextRunAt,
    lastRunAt: scheduledAction.lastRunAt,
    lastStatus: scheduledAction.lastStatus,
    lastDurationMs: scheduledAction.lastDurationMs,
    priority: scheduledAction.priority,
    failureCount: scheduledAction.failureCount,
    firstFailureAt: scheduledAction.firstFailureAt,
    running: sql<boolean>`(${scheduledAction.leaseUntil} is not null and ${scheduledAction.leaseUntil} > now())`,
    createdAt: scheduledAction.createdAt,
    updatedAt: scheduledAction.updatedAt,
  },
  sortable: {
    name: scheduledAction.name,
    nextRunAt: scheduledAction.nextRunAt,
    priority: scheduledAction.priority,
  },
  filterable: { active: scheduledAction.active, lastStatus: scheduledAction.lastStatus, key: scheduledAction.key },
  search: sql`lower(${scheduledAction.name} || ' ' || ${scheduledAction.key})`,
};

export function listActionRows(db: Db, query: ListQuery): Promise<ListPage<ScheduledActionItem>> {
  return listRows(db, actionSource, query);
}

export async function findActionItem(db: Db, id: number): Promise<ScheduledActionItem | null> {
  const [row] = await db.select(actionSource.select).from(scheduledAction).where(eq(scheduledAction.id, id));
  return (row as ScheduledActionItem | undefined) ?? null;
}

export function listRunRows(db: Db, actionId: number, query: ListQuery): Promise<ListPage<ActionRunItem>> {
  const source: ListSource<ActionRunItem> = {
    table: scheduledActionRun,
    id: scheduledActionRun.id,
    select: {
      id: scheduledActionRun.id,
      startedAt: scheduledActionRun.startedAt,
      finishedAt: scheduledActionRun.finishedAt,
      status: scheduledActionRun.status,
      done: scheduledActionRun.done,
      remaining: scheduledActionRun.remaining,
      log: scheduledActionRun.log,
      startedBy: scheduledActionRun.startedBy,
    },
    sortable: { startedAt: scheduledActionRun.startedAt },
    filterable: { status: scheduledActionRun.status, startedBy: scheduledActionRun.startedBy },
    where: eq(scheduledActionRun.actionId, actionId),
  };
  return listRows(db, source, query);
}

const expiring: Record<string, { table: PgTable; moment: PgColumn }> = {
  session: { table: session, moment: session.expiresAt },
  userToken: { table: userToken, moment: userToken.expiresAt },
  rateLimit: { table: rateLimit, moment: rateLimit.windowStart },
  idempotencyKey: { table: idempotencyKey, moment: idempotencyKey.createdAt },
  scheduledActionRun: { table: scheduledActionRun, moment: scheduledActionRun.startedAt },
  outgoingServerUsage: { table: outgoingServerUsage, moment: outgoingServerUsage.windowStart },
};

/** Removes at most `limit` rows whose moment lies before `before`. */
export async function removeExpiredRows(db: Db, name: string, before: Date, limit: number): Promise<number> {
  const found = expiring[name];
  if (!found) return 0;
  const { table, moment } = found;
  const old = db
    .select({ row: sql`ctid`.as('row') })
    .from(table)
    .where(lt(moment, before))
    .limit(limit);
  const gone = await db.execute(sql`delete from ${table} where ctid in (${old})`);
  return gone.rowCount ?? 0;
}
