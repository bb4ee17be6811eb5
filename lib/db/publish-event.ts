import { sql } from 'drizzle-orm';
import type { Db } from './client.ts';

/** What changed; browsers that show it fetch it again. Carries no content: every reader is checked when it fetches. */
export type LiveEvent =
  | { topic: 'thread'; model: string; recordId: number }
  | { topic: 'emails' | 'incoming-mails' | 'servers' | 'alerts' | 'sandbox' | 'scheduled-actions' }
  | { topic: 'inbox'; userId: number };

export const eventChannel = 'perfectwork_events';

/** What open transactions are going to tell, each thing once. */
const collected = new WeakMap<Db, Set<string>>();

/** {@link publishEvent} for many, in one statement. */
export async function publishEvents(db: Db, events: LiveEvent[]): Promise<void> {
  await tell(
    db,
    events.map((event) => JSON.stringify(event)),
  );
}

/** Tells every web process, once the transaction of `db` commits. */
export async function publishEvent(db: Db, event: LiveEvent): Promise<void> {
  const waiting = collected.get(db);
  if (waiting) waiting.add(JSON.stringify(event));
  else await db.execute(sql`select pg_notify(${eventChannel}, ${JSON.stringify(event)})`);
}

/** From now on events of this transaction wait for {@link publishCollected}, within one that is open for that of `outer`. */
export function collectEvents(db: Db, outer: Db): void {
  collected.set(db, collected.get(outer) ?? new Set());
}

/** Tells what was collected, in one statement: an incoming mail alone changes three things. */
export async function publishCollected(db: Db): Promise<void> {
  const payloads = [...(collected.get(db) ?? [])];
  collected.delete(db);
  if (payloads.length > 0) await tell(db, payloads);
}

async function tell(db: Db, payloads: string[]): Promise<void> {
  const all = sql.param(payloads);
  await db.execute(sql`select pg_notify(${eventChannel}, payload) from unnest(${all}::text[]) as payload`);
}
