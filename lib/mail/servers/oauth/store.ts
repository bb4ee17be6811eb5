import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import { oauthGrant, oauthRequest } from '#drizzle/schema/oauth.ts';
import { outgoingServer } from '#drizzle/schema/outgoing-server.ts';
import type { OauthProvider } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';
import type { GrantOwner, MailAccount } from './grant-owner.ts';

export type GrantRow = typeof oauthGrant.$inferSelect;
type NewGrant = Omit<typeof oauthGrant.$inferInsert, 'outgoingServerId' | 'incomingServerId'>;

const ownerIs = ({ direction, serverId }: GrantOwner) =>
  eq(direction === 'outgoing' ? oauthGrant.outgoingServerId : oauthGrant.incomingServerId, serverId);

const ownerColumns = ({ direction, serverId }: GrantOwner) => ({
  outgoingServerId: direction === 'outgoing' ? serverId : null,
  incomingServerId: direction === 'incoming' ? serverId : null,
});

/** How the server of a grant signs in; null where there is none. `lock`: nobody changes it until the transaction ends. */
export async function selectMailAccount(db: Db, owner: GrantOwner, lock = false): Promise<MailAccount | null> {
  const table = owner.direction === 'outgoing' ? outgoingServer : incomingServer;
  const { name, host, username, oauthProvider, authentication } = table;
  const type = owner.direction === 'outgoing' ? sql<'smtp'>`'smtp'` : incomingServer.type;
  const query = db
    .select({ name, type, host, username, oauthProvider, authentication })
    .from(table)
    .where(eq(table.id, owner.serverId));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return null;
  const { type: protocol, authentication: signIn, ...account } = row;
  if (protocol === 'push') return { ...account, protocol: 'imap', oauthProvider: null };
  return { ...account, protocol, oauthProvider: signIn === 'oauth2' ? account.oauthProvider : null };
}

/** The outgoing servers that sign in with accounts at a provider. */
export async function selectServersAt(db: Db, provider: OauthProvider): Promise<number[]> {
  const rows = await db
    .select({ id: outgoingServer.id })
    .from(outgoingServer)
    .where(and(eq(outgoingServer.authentication, 'oauth2'), eq(outgoingServer.oauthProvider, provider)));
  return rows.map(({ id }) => id);
}

/** The grant of a server. */
export async function selectGrant(db: Db, owner: GrantOwner): Promise<GrantRow | null> {
  const [row] = await db.select().from(oauthGrant).where(ownerIs(owner));
  return row ?? null;
}

/** The same, locked until the transaction ends: whoever comes second waits for the first one's refresh. */
export async function selectGrantLocked(db: Db, owner: GrantOwner): Promise<GrantRow | null> {
  const [row] = await db.select().from(oauthGrant).where(ownerIs(owner)).for('update');
  return row ?? null;
}

/** Puts a new grant in the place of the old one. */
export async function replaceGrant(db: Db, owner: GrantOwner, grant: NewGrant): Promise<void> {
  await db.delete(oauthGrant).where(ownerIs(owner));
  await db.insert(oauthGrant).values({ ...grant, ...ownerColumns(owner) });
}

/** Changes a grant. */
export async function updateGrant(db: Db, id: number, change: Partial<GrantRow>): Promise<void> {
  await db.update(oauthGrant).set(change).where(eq(oauthGrant.id, id));
}

/** @returns whose it was; null where there was none */
export async function deleteGrant(db: Db, owner: GrantOwner): Promise<Pick<GrantRow, 'provider' | 'account'> | null> {
  const [gone] = await db
    .delete(oauthGrant)
    .where(ownerIs(owner))
    .returning({ provider: oauthGrant.provider, account: oauthGrant.account });
  return gone ?? null;
}

/** Every grant that still works. */
export function selectUsableGrants(db: Db): Promise<GrantRow[]> {
  return db.select().from(oauthGrant).where(isNull(oauthGrant.refusedAt)).orderBy(asc(oauthGrant.id)).limit(1000);
}

/** Notes that a browser went to the provider; consents that never came back are cleared away. */
export async function insertConsentRequest(
  db: Db,
  request: typeof oauthRequest.$inferInsert,
  now: Date,
): Promise<void> {
  await db.delete(oauthRequest).where(lt(oauthRequest.expiresAt, now));
  await db.insert(oauthRequest).values(request);
}

/** Takes a consent under way; of two that come back with the same state one gets it. */
export async function takeConsentRequest(db: Db, stateHash: string, userId: number) {
  const [row] = await db
    .delete(oauthRequest)
    .where(and(eq(oauthRequest.stateHash, stateHash), eq(oauthRequest.userId, userId)))
    .returning();
  return row ?? null;
}
