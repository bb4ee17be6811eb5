import { and, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import { session, userToken } from '#drizzle/schema/session.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { UserRole } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';

/** What an actor is made of. */
export interface AccountFacts {
  userId: number;
  contactId: number;
  name: string;
  email: string;
  role: UserRole;
  companyIds: number[];
}

export const accountColumns = {
  userId: userAccount.id,
  contactId: userAccount.contactId,
  name: userAccount.name,
  email: userAccount.email,
  role: userAccount.role,
  // Spelled out: in a statement without joins Drizzle would leave the table names away.
  companyIds: sql<number[]>`array(select uc.company_id from user_company uc
    where uc.user_id = user_account.id order by uc.company_id)`,
};

/** The active user a session belongs to; null when it ended, was ended, or never was. */
export async function findSessionAccount(
  db: Db,
  tokenHash: string,
  now: Date,
): Promise<(AccountFacts & { lastSeenAt: Date }) | null> {
  const [row] = await db
    .select({ ...accountColumns, lastSeenAt: session.lastSeenAt })
    .from(session)
    .innerJoin(userAccount, eq(userAccount.id, session.userId))
    .where(and(eq(session.tokenHash, tokenHash), gt(session.expiresAt, now), eq(userAccount.active, true)));
  return row ?? null;
}

export async function insertSession(db: Db, row: typeof session.$inferInsert): Promise<void> {
  await db.insert(session).values(row);
}

export async function touchSession(db: Db, tokenHash: string, now: Date): Promise<void> {
  await db.update(session).set({ lastSeenAt: now }).where(eq(session.tokenHash, tokenHash));
}

export async function removeSession(db: Db, tokenHash: string): Promise<void> {
  await db.delete(session).where(eq(session.tokenHash, tokenHash));
}

/** @param exceptHash the session that stays */
export async function removeSessionsOf(db: Db, userId: number, exceptHash?: string): Promise<number> {
  const gone = await db
    .delete(session)
    .where(and(eq(session.userId, userId), exceptHash === undefined ? undefined : ne(session.tokenHash, exceptHash)))
    .returning({ userId: session.userId });
  return gone.length;
}

/** What sign-in needs of an account, by the address it is signed in with. */
export async function findAccountByEmail(
  db: Db,
  email: string,
): Promise<{ id: number; passwordHash: string | null; active: boolean; role: UserRole; name: string } | null> {
  const [row] = await db
    .select({
      id: userAccount.id,
      passwordHash: userAccount.passwordHash,
      active: userAccount.active,
      role: userAccount.role,
      name: userAccount.name,
    })
    .from(userAccount)
    .where(eq(userAccount.email, email));
  return row ?? null;
}

export async function findPasswordHash(db: Db, userId: number): Promise<string | null> {
  const [row] = await db
    .select({ passwordHash: userAccount.passwordHash })
    .from(userAccount)
    .where(eq(userAccount.id, userId));
  return row?.passwordHash ?? null;
}

export async function noteSignIn(db: Db, userId: number, now: Date): Promise<void> {
  await db.update(userAccount).set({ lastSignInAt: now }).where(eq(userAccount.id, userId));
}

export async function storePasswordHash(db: Db, userId: number, passwordHash: string, now: Date): Promise<void> {
  await db.update(userAccount).set({ passwordHash, updatedAt: now }).where(eq(userAccount.id, userId));
}

export type LinkKind = 'invitation' | 'password_reset';

/** Keeps a link's hash; earlier links of the same kind stop working. */
export async function insertLink(
  db: Db,
  row: { tokenHash: string; userId: number; kind: LinkKind; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await db.delete(userToken).where(and(eq(userToken.userId, row.userId), eq(userToken.kind, row.kind)));
  await db.insert(userToken).values(row);
}

const usableLink = (tokenHash: string, kind: LinkKind, now: Date) =>
  and(
    eq(userToken.tokenHash, tokenHash),
    eq(userToken.kind, kind),
    gt(userToken.expiresAt, now),
    isNull(userToken.usedAt),
  );

/** The active user of a link that may still be used. */
export async function findLinkOwner(
  db: Db,
  tokenHash: string,
  kind: LinkKind,
  now: Date,
): Promise<{ id: number; name: string; email: string } | null> {
  const [row] = await db
    .select({ id: userAccount.id, name: userAccount.name, email: userAccount.email })
    .from(userToken)
    .innerJoin(userAccount, eq(userAccount.id, userToken.userId))
    .where(and(usableLink(tokenHash, kind, now), eq(userAccount.active, true)));
  return row ?? null;
}

/** Uses a link up. @returns false when somebody was faster */
export async function spendLink(db: Db, tokenHash: string, kind: LinkKind, now: Date): Promise<boolean> {
  const rows = await db
    .update(userToken)
    .set({ usedAt: now })
    .where(usableLink(tokenHash, kind, now))
    .returning({ userId: userToken.userId });
  return rows.length > 0;
}

/** Ends all links of a user. */
export async function removeLinksOf(db: Db, userId: number): Promise<void> {
  await db.delete(userToken).where(eq(userToken.userId, userId));
}
