import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { alias } from '#drizzle/schema/alias.ts';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import { company } from '#drizzle/schema/company.ts';
import { systemParameter } from '#drizzle/schema/system-parameter.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { Db } from '#lib/db/client.ts';
import { statement } from '#lib/db/statement.ts';

export interface StoredParameter {
  key: string;
  value: string;
  updatedAt: Date;
  updatedBy: string | null;
}

/** The text kept under a key; null where it has its default. */
export async function loadParameterText(db: Db, key: string): Promise<string | null> {
  const [row] = await db
    .select({ value: systemParameter.value })
    .from(systemParameter)
    .where(eq(systemParameter.key, key));
  return row?.value ?? null;
}

/** The texts kept under some keys, by key. */
export async function loadParameterTexts(db: Db, keys: string[]): Promise<Map<string, string>> {
  const rows = await selectTexts(db, { keys });
  return new Map(rows.map(({ key, value }) => [key, value]));
}

const selectTexts = statement((db, { keys }: { keys: string[] }) =>
  db
    .select({ key: systemParameter.key, value: systemParameter.value })
    .from(systemParameter)
    .where(sql`${systemParameter.key} = any(${sql.param(keys)}::text[])`),
);

/** All parameters that differ from their default, with who changed them. */
export function loadStoredParameters(db: Db): Promise<StoredParameter[]> {
  return db
    .select({
      key: systemParameter.key,
      value: systemParameter.value,
      updatedAt: systemParameter.updatedAt,
      updatedBy: userAccount.name,
    })
    .from(systemParameter)
    .leftJoin(userAccount, eq(userAccount.id, systemParameter.updatedBy))
    .orderBy(asc(systemParameter.key));
}

export async function upsertParameter(
  db: Db,
  row: { key: string; value: string; updatedBy: number | null; updatedAt: Date },
): Promise<void> {
  const { key, ...set } = row;
  await db.insert(systemParameter).values(row).onConflictDoUpdate({ target: systemParameter.key, set });
}

/** @returns whether there was one */
export async function removeParameters(db: Db, keys: string[]): Promise<boolean> {
  const gone = await db
    .delete(systemParameter)
    .where(inArray(systemParameter.key, keys))
    .returning({ key: systemParameter.key });
  return gone.length > 0;
}

export type FirstAliasDomain = Pick<
  typeof aliasDomain.$inferSelect,
  'id' | 'name' | 'catchall' | 'bounce' | 'defaultFrom' | 'updatedAt'
>;

/** The row the `mail.*` parameters are seen through: first by sequence, then id. */
export async function loadFirstAliasDomain(db: Db, lock = false): Promise<FirstAliasDomain | null> {
  const query = db
    .select({
      id: aliasDomain.id,
      name: aliasDomain.name,
      catchall: aliasDomain.catchall,
      bounce: aliasDomain.bounce,
      defaultFrom: aliasDomain.defaultFrom,
      updatedAt: aliasDomain.updatedAt,
    })
    .from(aliasDomain)
    .orderBy(asc(aliasDomain.sequence), asc(aliasDomain.id))
    .limit(1);
  const [row] = lock ? await query.for('update') : await query;
  return row ?? null;
}

export async function insertAliasDomain(db: Db, row: typeof aliasDomain.$inferInsert): Promise<number> {
  const [made] = await db.insert(aliasDomain).values(row).returning({ id: aliasDomain.id });
  return made?.id ?? 0;
}

export async function updateAliasDomain(
  db: Db,
  id: number,
  change: Partial<typeof aliasDomain.$inferInsert>,
): Promise<void> {
  await db.update(aliasDomain).set(change).where(eq(aliasDomain.id, id));
}

/** Takes the domain away from the companies that use it, then deletes it. */
export async function removeAliasDomain(db: Db, id: number): Promise<void> {
  await db.update(company).set({ aliasDomainId: null }).where(eq(company.aliasDomainId, id));
  await db.delete(aliasDomain).where(eq(aliasDomain.id, id));
}

/** How many aliases stand on a domain, or only those with a given local part. */
export function countAliases(db: Db, aliasDomainId: number, localPart?: string): Promise<number> {
  return db.$count(
    alias,
    and(eq(alias.aliasDomainId, aliasDomainId), localPart === undefined ? undefined : eq(alias.localPart, localPart)),
  );
}
