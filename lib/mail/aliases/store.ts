import { and, asc, eq, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import { alias } from '#drizzle/schema/alias.ts';
import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import { jobPosition } from '#drizzle/schema/applicant.ts';
import { company } from '#drizzle/schema/company.ts';
import { salesTeam } from '#drizzle/schema/lead.ts';
import { project } from '#drizzle/schema/task.ts';
import { helpdeskTeam } from '#drizzle/schema/ticket.ts';
import type { AliasStatus } from '#lib/core/enumerations.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { AliasDomainItem } from './alias-domain-schema.ts';
import type { AliasItem } from './alias-schema.ts';

export type AliasValues = Partial<typeof alias.$inferInsert>;
export type AliasDomainValues = typeof aliasDomain.$inferInsert;

const email = sql<string | null>`case when ${alias.localPart} is null then null
  else ${alias.localPart} || coalesce('@' || ${aliasDomain.name}, '') end`;

/** Of the document whose address it is. */
const ownerName = sql<
  string | null
>`coalesce(${salesTeam.name}, ${helpdeskTeam.name}, ${project.name}, ${jobPosition.name})`;

const aliasColumns = {
  id: alias.id,
  localPart: alias.localPart,
  domain: sql<string | null>`${aliasDomain.name}`.as('domain'),
  aliasDomainId: alias.aliasDomainId,
  email: email.as('email'),
  model: alias.model,
  ownerModel: alias.ownerModel,
  ownerId: alias.ownerId,
  ownerName: ownerName.as('owner_name'),
  recordId: alias.recordId,
  defaults: alias.defaults,
  contactPolicy: alias.contactPolicy,
  requireVerifiedSender: alias.requireVerifiedSender,
  acceptAutomatic: alias.acceptAutomatic,
  matchLocalPartOnly: alias.matchLocalPartOnly,
  hourlyLimit: alias.hourlyLimit,
  bouncedContent: alias.bouncedContent,
  status: alias.status,
  createdAt: alias.createdAt,
  updatedAt: alias.updatedAt,
};

function withDomain(query: PgSelect): PgSelect {
  return query
    .leftJoin(aliasDomain, eq(aliasDomain.id, alias.aliasDomainId))
    .leftJoin(salesTeam, and(eq(alias.ownerModel, 'sales_team'), eq(salesTeam.id, alias.ownerId)))
    .leftJoin(helpdeskTeam, and(eq(alias.ownerModel, 'helpdesk_team'), eq(helpdeskTeam.id, alias.ownerId)))
    .leftJoin(project, and(eq(alias.ownerModel, 'project'), eq(project.id, alias.ownerId)))
    .leftJoin(
      jobPosition,
      and(eq(alias.ownerModel, 'job_position'), eq(jobPosition.id, alias.ownerId)),
    ) as unknown as PgSelect;
}

const aliasSource: ListSource<AliasItem> = {
  table: alias,
  id: alias.id,
  select: aliasColumns,
  join: withDomain,
  sortable: {
    localPart: sql`coalesce(${alias.localPart}, '')`,
    model: alias.model,
    domain: sql`coalesce(${aliasDomain.name}, '')`,
    createdAt: alias.createdAt,
    updatedAt: alias.updatedAt,
  },
  filterable: {
    id: alias.id,
    localPart: alias.localPart,
    domain: aliasDomain.name,
    model: alias.model,
    ownerModel: alias.ownerModel,
    ownerId: alias.ownerId,
    contactPolicy: alias.contactPolicy,
    status: alias.status,
    active: sql`(${alias.localPart} is not null)`,
  },
  search: sql`lower(coalesce(${email}, '') || ' ' || coalesce(${ownerName}, '') || ' ' || ${alias.model})`,
};

/** Makes concurrent changes of aliases and alias domains wait for each other, until the transaction ends. */
export async function lockAliases(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtext('perfectwork.aliases'))`);
}

export function listAliasRows(db: Db, query: ListQuery): Promise<ListPage<AliasItem>> {
  return listRows(db, aliasSource, query);
}

async function selectAliasWhere(db: Db, condition: SQL | undefined): Promise<AliasItem | null> {
  const query = withDomain(db.select(aliasColumns).from(alias).$dynamic() as unknown as PgSelect);
  const [row] = await query.where(condition).orderBy(asc(alias.id)).limit(1);
  return (row as AliasItem | undefined) ?? null;
}

export function selectAlias(db: Db, id: number): Promise<AliasItem | null> {
  return selectAliasWhere(db, eq(alias.id, id));
}

export function selectOwnerAlias(db: Db, ownerModel: string, ownerId: number): Promise<AliasItem | null> {
  return selectAliasWhere(db, and(eq(alias.ownerModel, ownerModel), eq(alias.ownerId, ownerId)));
}

/** Another alias with this local part in this domain (null: without domain). */
export function selectNamesake(
  db: Db,
  localPart: string,
  aliasDomainId: number | null,
  exceptId: number | null,
): Promise<AliasItem | null> {
  return selectAliasWhere(
    db,
    and(
      eq(alias.localPart, localPart),
      aliasDomainId === null ? isNull(alias.aliasDomainId) : eq(alias.aliasDomainId, aliasDomainId),
      exceptId === null ? undefined : ne(alias.id, exceptId),
    ),
  );
}

/** An alias that has one of these local parts in any domain of that name. */
export function selectAliasNamed(db: Db, domain: string, localParts: string[]): Promise<AliasItem | null> {
  return selectAliasWhere(
    db,
    and(eq(aliasDomain.name, domain), or(...localParts.map((name) => eq(alias.localPart, name)))),
  );
}

export async function insertAlias(db: Db, values: typeof alias.$inferInsert): Promise<number> {
  const [row] = await db.insert(alias).values(values).returning({ id: alias.id });
  if (!row) throw new Error('the alias was not inserted');
  return row.id;
}

export async function updateAlias(db: Db, id: number, values: AliasValues): Promise<void> {
  await db
    .update(alias)
    .set({ ...values, updatedAt: sql`now()` })
    .where(eq(alias.id, id));
}

export async function deleteAliasRow(db: Db, id: number): Promise<void> {
  await db.delete(alias).where(eq(alias.id, id));
}

/** Notes how the last mail to an alias fared. */
export async function setAliasStatus(db: Db, id: number, status: AliasStatus): Promise<void> {
  await db
    .update(alias)
    .set({ status })
    .where(and(eq(alias.id, id), ne(alias.status, status)));
}

// Spelled out: Drizzle leaves the table's name out where there is no join, and `id` would be that of the inner table.
const domainColumns = {
  id: aliasDomain.id,
  name: aliasDomain.name,
  catchall: aliasDomain.catchall,
  bounce: aliasDomain.bounce,
  defaultFrom: aliasDomain.defaultFrom,
  sequence: aliasDomain.sequence,
  companyCount: sql<number>`(select count(*)::int from company c where c.alias_domain_id = alias_domain.id)`.as(
    'company_count',
  ),
  aliasCount: sql<number>`(select count(*)::int from alias a where a.alias_domain_id = alias_domain.id)`.as(
    'alias_count',
  ),
  createdAt: aliasDomain.createdAt,
  updatedAt: aliasDomain.updatedAt,
};

export function listAliasDomainRows(db: Db, query: ListQuery): Promise<ListPage<AliasDomainItem>> {
  const source: ListSource<AliasDomainItem> = {
    table: aliasDomain,
    id: aliasDomain.id,
    select: domainColumns,
    sortable: { sequence: aliasDomain.sequence, name: aliasDomain.name, createdAt: aliasDomain.createdAt },
    filterable: { id: aliasDomain.id, name: aliasDomain.name },
    search: sql`${aliasDomain.name}`,
  };
  return listRows(db, source, query);
}

export async function selectAliasDomain(db: Db, id: number): Promise<AliasDomainItem | null> {
  const [row] = await db.select(domainColumns).from(aliasDomain).where(eq(aliasDomain.id, id));
  return row ?? null;
}

/** The domains of one name, first by sequence. */
export function selectAliasDomainsNamed(db: Db, name: string): Promise<AliasDomainItem[]> {
  return db
    .select(domainColumns)
    .from(aliasDomain)
    .where(eq(aliasDomain.name, name))
    .orderBy(asc(aliasDomain.sequence), asc(aliasDomain.id));
}

export async function countAliasDomains(db: Db): Promise<number> {
  return db.$count(aliasDomain);
}

export async function insertAliasDomain(db: Db, values: AliasDomainValues): Promise<number> {
  const [row] = await db.insert(aliasDomain).values(values).returning({ id: aliasDomain.id });
  if (!row) throw new Error('the alias domain was not inserted');
  return row.id;
}

export async function updateAliasDomain(db: Db, id: number, values: Partial<AliasDomainValues>): Promise<void> {
  await db
    .update(aliasDomain)
    .set({ ...values, updatedAt: sql`now()` })
    .where(eq(aliasDomain.id, id));
}

export async function deleteAliasDomainRow(db: Db, id: number): Promise<void> {
  await db.delete(aliasDomain).where(eq(aliasDomain.id, id));
}

/** Gives the domain to every company and alias that has none. */
export async function assignAliasDomain(db: Db, id: number): Promise<void> {
  await db.update(company).set({ aliasDomainId: id }).where(isNull(company.aliasDomainId));
  await db.update(alias).set({ aliasDomainId: id }).where(isNull(alias.aliasDomainId));
}

/** Names of the companies that use a domain. */
export async function selectCompaniesOf(db: Db, aliasDomainId: number): Promise<{ id: number; name: string }[]> {
  return db
    .select({ id: company.id, name: company.name })
    .from(company)
    .where(eq(company.aliasDomainId, aliasDomainId))
    .orderBy(asc(company.id))
    .limit(20);
}

export async function selectCompanyDomainId(db: Db, companyId: number): Promise<number | null> {
  const [row] = await db
    .select({ aliasDomainId: company.aliasDomainId })
    .from(company)
    .where(eq(company.id, companyId));
  return row?.aliasDomainId ?? null;
}
