import { and, eq, inArray, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import { lead, salesTeam } from '#drizzle/schema/lead.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { Db } from '#lib/db/client.ts';
import type { ListSource } from '#lib/db/list-rows.ts';
import type { DocumentItem } from '../document-definition.ts';
import { inCompanies } from '../store.ts';

export type SalesTeamValues = Partial<typeof salesTeam.$inferInsert>;

/** One value of the alias the team owns. */
const ofAlias = (column: string) =>
  sql<string | null>`(select a.${sql.raw(column)} from alias a
    where a.owner_model = 'sales_team' and a.owner_id = ${salesTeam.id} order by a.id limit 1)`;

const select = {
  id: salesTeam.id,
  name: salesTeam.name,
  companyId: salesTeam.companyId,
  leaderId: salesTeam.leaderId,
  leaderName: sql<string | null>`${userAccount.name}`.as('leader_name'),
  active: salesTeam.active,
  aliasLocalPart: ofAlias('local_part').as('alias_local_part'),
  aliasContactPolicy: ofAlias('contact_policy').as('alias_contact_policy'),
  aliasDomainName: sql<string | null>`(select d.name from alias a join alias_domain d on d.id = a.alias_domain_id
    where a.owner_model = 'sales_team' and a.owner_id = ${salesTeam.id} order by a.id limit 1)`.as('alias_domain_name'),
  openLeads: sql<number>`(select count(*)::int from lead l
    where l.team_id = ${salesTeam.id} and l.active and l.stage not in ('won', 'lost'))`.as('open_leads'),
  createdAt: salesTeam.createdAt,
  updatedAt: salesTeam.updatedAt,
};

function join(query: PgSelect): PgSelect {
  return query.leftJoin(userAccount, eq(userAccount.id, salesTeam.leaderId)) as unknown as PgSelect;
}

/** Sales teams of some companies (null: all); archived ones only when the query asks for them. */
export function salesTeamSource(companyIds: number[] | null, withArchived: boolean): ListSource<DocumentItem> {
  return {
    table: salesTeam,
    id: salesTeam.id,
    select,
    join,
    sortable: {
      name: salesTeam.name,
      createdAt: salesTeam.createdAt,
      updatedAt: salesTeam.updatedAt,
      id: salesTeam.id,
    },
    filterable: {
      id: salesTeam.id,
      companyId: salesTeam.companyId,
      leaderId: salesTeam.leaderId,
      active: salesTeam.active,
      createdAt: salesTeam.createdAt,
      updatedAt: salesTeam.updatedAt,
    },
    search: sql`lower(${salesTeam.name})`,
    where: and(inCompanies(salesTeam.companyId, companyIds), withArchived ? undefined : eq(salesTeam.active, true)),
  };
}

export async function selectSalesTeam(db: Db, id: number, companyIds: number[] | null): Promise<DocumentItem | null> {
  const [row] = await join(db.select(select).from(salesTeam).$dynamic() as unknown as PgSelect).where(
    and(eq(salesTeam.id, id), inCompanies(salesTeam.companyId, companyIds)),
  );
  return (row as DocumentItem | undefined) ?? null;
}

export async function insertSalesTeam(db: Db, values: typeof salesTeam.$inferInsert): Promise<number> {
  const [row] = await db.insert(salesTeam).values(values).returning({ id: salesTeam.id });
  return row?.id ?? 0;
}

export async function updateSalesTeams(
  db: Db,
  ids: number[],
  companyIds: number[] | null,
  values: SalesTeamValues,
): Promise<number> {
  const rows = await db
    .update(salesTeam)
    .set({ ...values, updatedAt: sql`now()` })
    .where(and(inArray(salesTeam.id, ids), inCompanies(salesTeam.companyId, companyIds)))
    .returning({ id: salesTeam.id });
  return rows.length;
}

export async function deleteSalesTeam(db: Db, id: number): Promise<void> {
  await db.delete(salesTeam).where(eq(salesTeam.id, id));
}

/** Leads, archived ones included, that name the team. */
export async function countLeadsOf(db: Db, teamId: number): Promise<number> {
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(lead).where(eq(lead.teamId, teamId));
  return row?.count ?? 0;
}
