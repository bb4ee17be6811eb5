import { and, eq, gt, ne, sql } from 'drizzle-orm';
import { session } from '#drizzle/schema/session.ts';
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
