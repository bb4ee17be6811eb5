import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { processHeartbeat } from '#drizzle/schema/instance.ts';
import type { Db } from '#lib/db/client.ts';

/** Says that a process lives. */
export async function upsertHeartbeat(
  db: Db,
  row: { id: string; kind: 'web' | 'worker'; host: string; pid: number },
): Promise<void> {
  const heartbeatAt = sql`now()`;
  await db
    .insert(processHeartbeat)
    .values({ ...row, heartbeatAt })
    .onConflictDoUpdate({ target: processHeartbeat.id, set: { heartbeatAt } });
}

export async function deleteHeartbeat(db: Db, id: string): Promise<void> {
  await db.delete(processHeartbeat).where(eq(processHeartbeat.id, id));
}

/** Forgets processes not heard of for a day. */
export async function deleteOldHeartbeats(db: Db): Promise<void> {
  await db.delete(processHeartbeat).where(lt(processHeartbeat.heartbeatAt, sql`now() - interval '1 day'`));
}

/** When a worker last gave a sign of life; null when none ever did. */
export async function lastWorkerHeartbeat(db: Db): Promise<{ secondsAgo: number } | null> {
  const [row] = await db
    .select({ secondsAgo: sql<number>`extract(epoch from now() - max(${processHeartbeat.heartbeatAt}))::float8` })
    .from(processHeartbeat)
    .where(and(eq(processHeartbeat.kind, 'worker'), gt(processHeartbeat.heartbeatAt, sql`now() - interval '1 day'`)));
  return row?.secondsAgo == null ? null : { secondsAgo: row.secondsAgo };
}
