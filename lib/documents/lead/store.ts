import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import { contact } from '#drizzle/schema/contact.ts';
import { lead, salesTeam } from '#drizzle/schema/lead.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import { leadStages } from '#lib/core/enumerations.ts';
import type { ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listCondition } from '#lib/db/list-rows.ts';
import type { DocumentItem } from '../document-definition.ts';
import { inCompanies } from '../store.ts';

export type LeadValues = Partial<typeof lead.$inferInsert>;

const select = {
  id: lead.id,
  name: lead.name,
  contactId: lead.contactId,
  contactName: lead.contactName,
  linkedContactName: sql<string | null>`${contact.name}`.as('linked_contact_name'),
  emailFrom: lead.emailFrom,
  emailNormalised: lead.emailNormalised,
  emailCc: lead.emailCc,
  phone: lead.phone,
  description: lead.description,
  stage: lead.stage,
  priority: lead.priority,
  expectedRevenue: lead.expectedRevenue,
  ownerId: lead.ownerId,
  ownerName: sql<string | null>`${userAccount.name}`.as('owner_name'),
  teamId: lead.teamId,
  teamName: sql<string | null>`${salesTeam.name}`.as('team_name'),
  companyId: lead.companyId,
  bounceCount: lead.bounceCount,
  active: lead.active,
  createdAt: lead.createdAt,
  updatedAt: lead.updatedAt,
};

/** Position of the stage on the stage bar, for sorting. */
const stageOrder = sql<number>`array_position(array['new','qualified','proposition','won','lost'], ${lead.stage})`;

function join(query: PgSelect): PgSelect {
  return query
    .leftJoin(contact, eq(contact.id, lead.contactId))
    .leftJoin(userAccount, eq(userAccount.id, lead.ownerId))
    .leftJoin(salesTeam, eq(salesTeam.id, lead.teamId)) as unknown as PgSelect;
}

/** Leads of some companies (null: all); archived ones only when the query asks for them. */
export function leadSource(companyIds: number[] | null, withArchived: boolean): ListSource<DocumentItem> {
  return {
    table: lead,
    id: lead.id,
    select,
    join,
    sortable: {
      createdAt: lead.createdAt,
      updatedAt: lead.updatedAt,
      name: lead.name,
      stage: stageOrder,
      priority: lead.priority,
      expectedRevenue: sql`coalesce(${lead.expectedRevenue}, 0)`,
      id: lead.id,
    },
    filterable: {
      id: lead.id,
      stage: lead.stage,
      ownerId: lead.ownerId,
      teamId: lead.teamId,
      contactId: lead.contactId,
      companyId: lead.companyId,
      emailFrom: lead.emailNormalised,
      priority: lead.priority,
      active: lead.active,
      createdAt: lead.createdAt,
      updatedAt: lead.updatedAt,
    },
    search: lead.searchText,
    where: and(inCompanies(lead.companyId, companyIds), withArchived ? undefined : eq(lead.active, true)),
  };
}

export async function selectLead(db: Db, id: number, companyIds: number[] | null): Promise<DocumentItem | null> {
  const [row] = await join(db.select(select).from(lead).$dynamic() as unknown as PgSelect).where(
    and(eq(lead.id, id), inCompanies(lead.companyId, companyIds)),
  );
  return (row as DocumentItem | undefined) ?? null;
}

export async function insertLead(db: Db, values: typeof lead.$inferInsert): Promise<number> {
  const [row] = await db.insert(lead).values(values).returning({ id: lead.id });
  return row?.id ?? 0;
}

/** Changes those of `ids` that belong to the companies; answers which. */
export async function updateLeads(
  db: Db,
  ids: number[],
  companyIds: number[] | null,
  values: LeadValues,
): Promise<number[]> {
  const rows = await db
    .update(lead)
    .set({ ...values, updatedAt: sql`now()` })
    .where(and(inArray(lead.id, ids), inCompanies(lead.companyId, companyIds)))
    .returning({ id: lead.id });
  return rows.map((row) => row.id);
}

export async function deleteLead(db: Db, id: number): Promise<void> {
  await db.delete(lead).where(eq(lead.id, id));
}

/** How many leads match a query in each stage. */
export async function countLeadsByStage(
  db: Db,
  source: ListSource<DocumentItem>,
  query: ListQuery,
): Promise<Record<string, number>> {
  const rows = await db
    .select({ stage: lead.stage, count: sql<number>`count(*)::int` })
    .from(lead)
    .where(listCondition(source, query))
    .groupBy(lead.stage);
  const counts: Record<string, number> = Object.fromEntries(leadStages.map((stage) => [stage, 0]));
  return Object.assign(counts, Object.fromEntries(rows.map((row) => [row.stage, row.count])));
}

/** Adds addresses to the Cc list of a lead while nobody else does. */
export async function lockEmailCc(db: Db, id: number): Promise<string | null> {
  const [row] = await db.select({ emailCc: lead.emailCc }).from(lead).where(eq(lead.id, id)).for('update');
  return row?.emailCc ?? null;
}

/** Leads made since then from a normalised address. */
export function countLeadsOfSender(db: Db, address: string, since: Date): Promise<number> {
  return db.$count(lead, and(eq(lead.emailNormalised, address), gte(lead.createdAt, since)));
}
