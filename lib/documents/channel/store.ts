import { and, eq, getTableName, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgSelect, PgTable } from 'drizzle-orm/pg-core';
import type { channelColumns } from '#drizzle/schema/case-columns.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { Db } from '#lib/db/client.ts';
import type { ListSource } from '#lib/db/list-rows.ts';
import type { DocumentItem } from '../document-definition.ts';
import { followersOf, inCompanies } from '../store.ts';

type ChannelColumns = Record<keyof ReturnType<typeof channelColumns>, PgColumn>;

/** Where the channels of one model are kept, and the cases that come in through them. */
export interface ChannelTable {
  table: PgTable & ChannelColumns;
  cases: {
    table: PgTable & { active: PgColumn; stage: PgColumn };
    key: PgColumn;
    openField: string;
    closedStages: readonly string[];
  };
}

/** One value of the alias a channel owns. The model is the name of its table. */
function ofAlias({ table }: ChannelTable, column: string): SQL<string | null> {
  return sql<string | null>`(select ${sql.raw(column)} from alias a left join alias_domain d on d.id = a.alias_domain_id
    where a.owner_model = ${getTableName(table)} and a.owner_id = ${table.id} order by a.id limit 1)`;
}

/** Columns are named with their tables, as in every select with a join. */
function openCases({ table, cases }: ChannelTable): SQL<number> {
  const { table: inner, key, closedStages } = cases;
  const closed = sql.raw(closedStages.map((stage) => `'${stage}'`).join(', '));
  return sql<number>`(select count(*)::int from ${inner}
    where ${key} = ${table.id} and ${inner.active} and ${inner.stage} not in (${closed}))`;
}

function fieldsOf(channels: ChannelTable) {
  const { table, cases } = channels;
  return {
    id: table.id,
    name: table.name,
    companyId: table.companyId,
    leaderId: table.leaderId,
    leaderName: sql<string | null>`${userAccount.name}`.as('leader_name'),
    active: table.active,
    aliasLocalPart: ofAlias(channels, 'a.local_part').as('alias_local_part'),
    aliasContactPolicy: ofAlias(channels, 'a.contact_policy').as('alias_contact_policy'),
    aliasDomainName: ofAlias(channels, 'd.name').as('alias_domain_name'),
    [cases.openField]: openCases(channels).as('open_cases'),
    createdAt: table.createdAt,
    updatedAt: table.updatedAt,
  };
}

function joinOf({ table }: ChannelTable) {
  return (query: PgSelect): PgSelect =>
    query.leftJoin(userAccount, eq(userAccount.id, table.leaderId)) as unknown as PgSelect;
}

/** Channels of some companies (null: all); archived ones only when the query asks for them. */
export function channelSource(
  channels: ChannelTable,
  companyIds: number[] | null,
  withArchived: boolean,
): ListSource<DocumentItem> {
  const { table } = channels;
  const { id, name, companyId, leaderId, active, createdAt, updatedAt } = table;
  return {
    table,
    id,
    select: fieldsOf(channels),
    join: joinOf(channels),
    sortable: { name, createdAt, updatedAt, id },
    filterable: { id, companyId, leaderId, active, createdAt, updatedAt },
    search: sql`lower(${name})`,
    where: and(inCompanies(companyId, companyIds), withArchived ? undefined : eq(active, true)),
  };
}

export async function selectChannel(
  db: Db,
  channels: ChannelTable,
  id: number,
  companyIds: number[] | null,
): Promise<DocumentItem | null> {
  const { table } = channels;
  const query = db
    .select(fieldsOf(channels))
    .from(table as PgTable)
    .$dynamic();
  const [row] = await joinOf(channels)(query as unknown as PgSelect).where(
    and(eq(table.id, id), inCompanies(table.companyId, companyIds)),
  );
  return (row as DocumentItem | undefined) ?? null;
}

/** What mail and chatter need to know of a channel, in one statement. */
export async function selectChannelFacts(db: Db, { table }: ChannelTable, model: string, id: number) {
  const [row] = await db
    .select({
      name: sql<string>`${table.name}`,
      companyId: sql<number | null>`${table.companyId}`,
      ownerId: sql<number | null>`${table.leaderId}`,
      ownerContactId: sql<number | null>`case when ${userAccount.active} then ${userAccount.contactId} end`,
      followerContactIds: followersOf(model, table.id),
    })
    .from(table as PgTable)
    .leftJoin(userAccount, eq(userAccount.id, table.leaderId))
    .where(eq(table.id, id));
  return row ?? null;
}

export async function insertChannel(db: Db, { table }: ChannelTable, values: Record<string, unknown>): Promise<number> {
  const [row] = await db
    .insert(table as PgTable)
    .values(values)
    .returning({ id: table.id });
  return Number(row?.id ?? 0);
}

/** Changes those of `ids` that belong to the companies; answers how many. */
export async function updateChannels(
  db: Db,
  { table }: ChannelTable,
  ids: number[],
  companyIds: number[] | null,
  values: Record<string, unknown>,
): Promise<number> {
  const rows = await db
    .update(table as PgTable)
    .set({ ...values, updatedAt: sql`now()` })
    .where(and(inArray(table.id, ids), inCompanies(table.companyId, companyIds)))
    .returning({ id: table.id });
  return rows.length;
}

export async function deleteChannel(db: Db, { table }: ChannelTable, id: number): Promise<void> {
  await db.delete(table as PgTable).where(eq(table.id, id));
}

/** Cases, archived ones included, that name the channel. */
export async function countCasesOf(db: Db, { cases }: ChannelTable, channelId: number): Promise<number> {
  return db.$count(cases.table, eq(cases.key, channelId));
}
