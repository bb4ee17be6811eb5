import { sql } from 'drizzle-orm';
import type { Db } from '#lib/db/client.ts';
import { lastWorkerHeartbeat } from './store.ts';

export interface Health {
  status: 'ok' | 'unavailable';
  database: 'ok' | 'down';
  worker: 'ok' | 'down' | 'none';
}

/** Seconds after which a worker that gave no sign of life counts as down. */
const silentSeconds = 30;

/** How the product is: does the database answer, does a worker live. Never throws. */
export async function readHealth(db: Db): Promise<Health> {
  try {
    await db.execute(sql`select 1`);
    const heartbeat = await lastWorkerHeartbeat(db);
    const worker = heartbeat === null ? 'none' : heartbeat.secondsAgo > silentSeconds ? 'down' : 'ok';
    return { status: worker === 'ok' ? 'ok' : 'unavailable', database: 'ok', worker };
  } catch {
    return { status: 'unavailable', database: 'down', worker: 'none' };
  }
}
