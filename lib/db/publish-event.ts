import { sql } from 'drizzle-orm';
import type { Db } from './client.ts';

/** What changed; browsers that show it fetch it again. Carries no content: every reader is checked when it fetches. */
export type LiveEvent =
  | { topic: 'thread'; model: string; recordId: number }
  | { topic: 'emails' | 'incoming-mails' | 'servers' | 'alerts' | 'sandbox' | 'scheduled-actions' }
  | { topic: 'inbox'; userId: number };

export const eventChannel = 'perfectwork_events';

/** {@link publishEvent} for many, in one statement. */
export async function publishEvents(db: Db, events: LiveEvent[]): Promise<void> {
  const payloads = sql.param(events.map((event) => JSON.stringify(event)));
  await db.execute(sql`select pg_notify(${eventChannel}, payload) from unnest(${payloads}::text[]) as payload`);
}

/** Tells every web process, once the transaction of `db` commits. */
export async function publishEvent(db: Db, event: LiveEvent): Promise<void> {
  await db.execute(sql`select pg_notify(${eventChannel}, ${JSON.stringify(event)})`);
}
