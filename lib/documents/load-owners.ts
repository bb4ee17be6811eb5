import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { userAccount, userCompany } from '#drizzle/schema/user-account.ts';
import type { Db } from '#lib/db/client.ts';

/** Active users of some companies (null: all), by name; at most 500. */
export async function loadOwners(db: Db, companyIds: number[] | null): Promise<{ id: number; name: string }[]> {
  const shared = db
    .select({ one: sql`1` })
    .from(userCompany)
    .where(and(eq(userCompany.userId, userAccount.id), inArray(userCompany.companyId, companyIds ?? [])));
  return db
    .select({ id: userAccount.id, name: userAccount.name })
    .from(userAccount)
    .where(and(eq(userAccount.active, true), companyIds === null ? undefined : sql`exists ${shared}`))
    .orderBy(asc(userAccount.name), asc(userAccount.id))
    .limit(500);
}
