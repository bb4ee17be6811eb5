import { sql } from 'drizzle-orm';
import type { Db } from './client.ts';

/** What changed; browsers that show it fetch it again. Carries no content: every reader is checked when it fetches. */
export type LiveEvent =
  | { topic: 'thread'; model: string; recordId: number }
  | { topic: 'emails' | 'incoming-mails' | 'servers' | 'alerts' | 'sandbox' | 'scheduled-actions' }
  | { topic: 'inbox'; userId: number };

export const eventChannel = 'perfectwork_events';

/** Tells every web process, once the transaction of `db` commits. */
export async function publishEvent(db: Db, event: LiveEvent): Promise<void> {
  await db.execute(sql`select pg_notify(${eventChannel}, ${JSON.stringify(event)})`);
}
