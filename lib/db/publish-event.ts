import { sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { statement } from './statement.ts';

/** What changed; browsers that show it fetch it again. Carries no content: every reader is checked when it fetches. */
export type LiveEvent =
  | { topic: 'thread'; model: string; recordId: number }
  | { topic: 'emails' | 'incoming-mails' | 'servers' | 'alerts' | 'sandbox' | 'scheduled-actions' }
  | { topic: 'fetch-progress'; serverId: number }
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

/**
 * Tells what was collected, in one statement: an incoming mail alone changes three things.
 * @returns may be waited for later, also where it fails
 */
export function publishCollected(db: Db): Promise<void> {
  const payloads = [...(collected.get(db) ?? [])];
  collected.delete(db);
  const told = payloads.length > 0 ? tell(db, payloads) : Promise.resolve();
  told.catch(() => undefined);
  return told;
}

async function tell(db: Db, payloads: string[]): Promise<void> {
  await notify(db, { payloads });
}

const notify = statement(
  (_, { payloads }: { payloads: string[] }) =>
    sql`select pg_notify(${eventChannel}, payload) from unnest(${sql.param(payloads)}::text[]) as payload`,
);
