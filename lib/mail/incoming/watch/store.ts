import { and, asc, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import type { PushState } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';

export type WatchableServer = Pick<
  typeof incomingServer.$inferSelect,
  'id' | 'name' | 'host' | 'port' | 'encryption' | 'authentication' | 'username' | 'passwordSealed' | 'folder'
>;

/** Mailboxes that can be listened to, in the order of the list. */
export async function selectWatchable(db: Db): Promise<WatchableServer[]> {
  return db
    .select({
      id: incomingServer.id,
      name: incomingServer.name,
      host: incomingServer.host,
      port: incomingServer.port,
      encryption: incomingServer.encryption,
      authentication: incomingServer.authentication,
      username: incomingServer.username,
      passwordSealed: incomingServer.passwordSealed,
      folder: incomingServer.folder,
    })
    .from(incomingServer)
    .where(and(eq(incomingServer.active, true), eq(incomingServer.state, 'confirmed'), eq(incomingServer.type, 'imap')))
    .orderBy(asc(incomingServer.priority), asc(incomingServer.id));
}

/** Takes those of the mailboxes that nobody listens to, or keeps them. @returns those that are ours until `until` */
export async function takeWatches(db: Db, ids: number[], owner: string, now: Date, until: Date): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .update(incomingServer)
    .set({ watchUntil: until, watchOwner: owner })
    .where(
      and(
        inArray(incomingServer.id, ids),
        or(isNull(incomingServer.watchUntil), lt(incomingServer.watchUntil, now), eq(incomingServer.watchOwner, owner)),
      ),
    )
    .returning({ id: incomingServer.id });
  return rows.map((row) => row.id);
}

/** Leaves a mailbox to other workers. */
export async function dropWatch(db: Db, id: number, owner: string): Promise<void> {
  await db
    .update(incomingServer)
    .set({ watchUntil: null, watchOwner: null, pushState: null, pushSince: null, pushError: null })
    .where(and(eq(incomingServer.id, id), eq(incomingServer.watchOwner, owner)));
}

/** How listening goes, and since when. */
export interface Push {
  pushState: PushState;
  pushSince: Date;
  pushError: string | null;
}

export async function notePush(db: Db, id: number, owner: string, push: Push): Promise<void> {
  await db
    .update(incomingServer)
    .set(push)
    .where(and(eq(incomingServer.id, id), eq(incomingServer.watchOwner, owner)));
}
