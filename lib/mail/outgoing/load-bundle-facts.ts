import { and, desc, eq, gte, inArray, or, sql } from 'drizzle-orm';
import { alert } from '#drizzle/schema/alert.ts';
import { outgoingServerBreaker } from '#drizzle/schema/outgoing-server.ts';
import type { Db } from '#lib/db/client.ts';

/** Alerts of one bundle. */
const mostAlerts = 50;

/** The breaker of a server (0: the default server) as it stands; null: it never failed. */
export async function loadBreakerRow(db: Db, serverId: number): Promise<Record<string, unknown> | null> {
  const [row] = await db.select().from(outgoingServerBreaker).where(eq(outgoingServerBreaker.serverId, serverId));
  return row ?? null;
}

/** Alerts about sending that were open at some time since a moment, the newest first. */
export function loadSendingAlerts(db: Db, since: Date) {
  const { kind, key, severity, title, detail, createdAt, updatedAt, resolvedAt } = alert;
  return db
    .select({ kind, key, severity, title, detail, createdAt, updatedAt, resolvedAt })
    .from(alert)
    .where(
      and(
        or(inArray(kind, ['sender-refused', 'no-outgoing-server']), sql`${kind} like 'outgoing-%'`),
        or(sql`${resolvedAt} is null`, gte(resolvedAt, since)),
      ),
    )
    .orderBy(desc(alert.id))
    .limit(mostAlerts);
}

/** e.g. `PostgreSQL 18.1`. */
export async function loadDatabaseVersion(db: Db): Promise<string> {
  const { rows } = await db.execute<{ version: string }>(sql`select current_setting('server_version') as version`);
  return `PostgreSQL ${rows[0]?.version ?? ''}`.trim();
}
