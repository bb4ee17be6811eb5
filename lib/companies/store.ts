import { eq, sql } from 'drizzle-orm';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import { company } from '#drizzle/schema/company.ts';
import { userCompany } from '#drizzle/schema/user-account.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { CompanyItem } from './company-schema.ts';

const columns = {
  id: company.id,
  name: company.name,
  aliasDomainId: company.aliasDomainId,
  aliasDomainName: sql<string | null>`(select ad.name from alias_domain ad where ad.id = company.alias_domain_id)`,
  userCount: sql<number>`(select count(*)::int from user_company uc where uc.company_id = company.id)`,
  createdAt: company.createdAt,
  updatedAt: company.updatedAt,
};

export async function insertCompany(db: Db, row: typeof company.$inferInsert): Promise<number> {
  const [made] = await db.insert(company).values(row).returning({ id: company.id });
  return made?.id ?? 0;
}

export async function updateCompanyRow(
  db: Db,
  id: number,
  change: Partial<typeof company.$inferInsert>,
): Promise<void> {
  await db.update(company).set(change).where(eq(company.id, id));
}

export async function addUserToCompany(db: Db, userId: number, companyId: number): Promise<void> {
  await db.insert(userCompany).values({ userId, companyId }).onConflictDoNothing();
}

export async function hasAliasDomain(db: Db, id: number): Promise<boolean> {
  return (await db.$count(aliasDomain, eq(aliasDomain.id, id))) > 0;
}

export async function findCompany(db: Db, id: number): Promise<CompanyItem | null> {
  const [row] = await db.select(columns).from(company).where(eq(company.id, id));
  return row ?? null;
}

/** @param ids only these; null for all */
export function listCompanyRows(db: Db, query: ListQuery, ids: number[] | null): Promise<ListPage<CompanyItem>> {
  const source: ListSource<CompanyItem> = {
    table: company,
    id: company.id,
    select: columns,
    sortable: { name: company.name, createdAt: company.createdAt },
    filterable: { aliasDomainId: company.aliasDomainId, name: company.name },
    search: sql`lower(${company.name})`,
    where: ids === null ? undefined : sql`${company.id} = any(${sql.param(ids)})`,
  };
  return listRows(db, source, query);
}
