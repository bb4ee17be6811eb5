import { and, eq, gte, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgSelect, PgTable } from 'drizzle-orm/pg-core';
import type { caseColumns } from '#drizzle/schema/case-columns.ts';
import { contact } from '#drizzle/schema/contact.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listCondition } from '#lib/db/list-rows.ts';
import { statement } from '#lib/db/statement.ts';
import type { DocumentItem } from '../document-definition.ts';
import { contactOfUser, followersOf, inCompanies } from '../store.ts';

type CaseColumns = Record<keyof ReturnType<typeof caseColumns> | 'stage' | 'searchText', PgColumn>;

/** Where the cases of one model are kept. */
export interface CaseTable {
  table: PgTable & CaseColumns;
  /** In order of the stage bar. */
  stages: readonly string[];
  /** Where they come in: the table, the column that names it, and the fields id and name have in an item. */
  channel: { table: PgTable & { id: PgColumn; name: PgColumn }; key: PgColumn; field: string; nameField: string };
  /** Fields only this model has. */
  own?: Record<string, PgColumn | SQL.Aliased>;
  /** Of the own fields; never null. */
  sortable?: Record<string, PgColumn | SQL>;
}

function fieldsOf({ table, channel, own }: CaseTable) {
  return {
    id: table.id,
    name: table.name,
    contactId: table.contactId,
    contactName: table.contactName,
    linkedContactName: sql<string | null>`${contact.name}`.as('linked_contact_name'),
    emailFrom: table.emailFrom,
    emailNormalised: table.emailNormalised,
    emailCc: table.emailCc,
    phone: table.phone,
    description: table.description,
    stage: table.stage,
    priority: table.priority,
    ownerId: table.ownerId,
    ownerName: sql<string | null>`${userAccount.name}`.as('owner_name'),
    [channel.field]: channel.key,
    [channel.nameField]: sql<string | null>`${channel.table.name}`.as('channel_name'),
    companyId: table.companyId,
    bounceCount: table.bounceCount,
    active: table.active,
    createdAt: table.createdAt,
    updatedAt: table.updatedAt,
    ...own,
  };
}

function joinOf({ table, channel }: CaseTable) {
  return (query: PgSelect): PgSelect =>
    query
      .leftJoin(contact, eq(contact.id, table.contactId))
      .leftJoin(userAccount, eq(userAccount.id, table.ownerId))
      .leftJoin(channel.table, eq(channel.table.id, channel.key)) as unknown as PgSelect;
}

/** Position of the stage on the stage bar, for sorting. */
function stageOrder({ table, stages }: CaseTable): SQL {
  return sql`array_position(array[${sql.raw(stages.map((stage) => `'${stage}'`).join(','))}], ${table.stage})`;
}

/** Cases of some companies (null: all); archived ones only when the query asks for them. */
export function caseSource(
  cases: CaseTable,
  companyIds: number[] | null,
  withArchived: boolean,
): ListSource<DocumentItem> {
  const { table, channel } = cases;
  const { id, name, priority, createdAt, updatedAt, stage, ownerId, contactId, companyId, active } = table;
  const emailFrom = table.emailNormalised;
  return {
    table,
    id,
    select: fieldsOf(cases),
    join: joinOf(cases),
    sortable: { createdAt, updatedAt, name, stage: stageOrder(cases), priority, id, ...cases.sortable },
    filterable: {
      ...{ id, stage, ownerId, contactId, companyId, emailFrom, priority, active, createdAt, updatedAt },
      [channel.field]: channel.key,
    },
    search: table.searchText,
    where: and(inCompanies(companyId, companyIds), withArchived ? undefined : eq(active, true)),
  };
}

export async function selectCase(
  db: Db,
  cases: CaseTable,
  id: number,
  companyIds: number[] | null,
): Promise<DocumentItem | null> {
  const { table } = cases;
  const query = db
    .select(fieldsOf(cases))
    .from(table as PgTable)
    .$dynamic();
  const [row] = await joinOf(cases)(query as unknown as PgSelect).where(
    and(eq(table.id, id), inCompanies(table.companyId, companyIds)),
  );
  return (row as DocumentItem | undefined) ?? null;
}

/** What mail and chatter need to know of a case, in one statement: they ask for each mail that comes in. */
export async function selectCaseFacts(db: Db, cases: CaseTable, model: string, id: number) {
  const ask = factsStatements.get(model) ?? factsStatement(cases, model);
  factsStatements.set(model, ask);
  const [row] = await ask(db, { id });
  return row ?? null;
}

const factsStatements = new Map<string, ReturnType<typeof factsStatement>>();

function factsStatement({ table, channel }: CaseTable, model: string) {
  return statement((db, { id }: { id: number }) =>
    db
      .select({
        name: sql<string>`${table.name}`,
        companyId: sql<number | null>`${table.companyId}`,
        emailNormalised: sql<string | null>`${table.emailNormalised}`,
        emailFrom: sql<string | null>`${table.emailFrom}`,
        emailCc: sql<string | null>`${table.emailCc}`,
        contactName: sql<string | null>`coalesce(${table.contactName}, ${contact.name})`,
        contactId: sql<number | null>`${table.contactId}`,
        ownerId: sql<number | null>`${table.ownerId}`,
        ownerContactId: contactOfUser(table.ownerId),
        followerContactIds: followersOf(model, table.id),
        channelId: sql<number | null>`${channel.key}`,
      })
      .from(table as PgTable)
      .leftJoin(contact, eq(contact.id, table.contactId))
      .where(eq(table.id, id)),
  );
}

export async function insertCase(db: Db, { table }: CaseTable, values: Record<string, unknown>): Promise<number> {
  const add = insertStatements.get(table) ?? insertStatement(table);
  insertStatements.set(table, add);
  const [row] = await add(db, values);
  return Number(row?.id ?? 0);
}

const insertStatements = new Map<CaseTable['table'], ReturnType<typeof insertStatement>>();

function insertStatement(table: CaseTable['table']) {
  return statement((db, values: Record<string, unknown>) =>
    db
      .insert(table as PgTable)
      .values(values)
      .returning({ id: table.id }),
  );
}

/** Changes those of `ids` that belong to the companies; answers which. */
export async function updateCases(
  db: Db,
  { table }: CaseTable,
  ids: number[],
  companyIds: number[] | null,
  values: Record<string, unknown>,
): Promise<number[]> {
  const rows = await db
    .update(table as PgTable)
    .set({ ...values, updatedAt: sql`now()` })
    .where(and(inArray(table.id, ids), inCompanies(table.companyId, companyIds)))
    .returning({ id: table.id });
  return rows.map((row) => Number(row.id));
}

export async function deleteCase(db: Db, { table }: CaseTable, id: number): Promise<void> {
  await db.delete(table as PgTable).where(eq(table.id, id));
}

/** How many cases match a query in each stage. */
export async function countCasesByStage(
  db: Db,
  { table, stages }: CaseTable,
  source: ListSource<DocumentItem>,
  query: ListQuery,
): Promise<Record<string, number>> {
  const rows = await db
    .select({ stage: sql<string>`${table.stage}`, count: sql<number>`count(*)::int` })
    .from(table as PgTable)
    .where(listCondition(source, query))
    .groupBy(table.stage);
  const counts: Record<string, number> = Object.fromEntries(stages.map((stage) => [stage, 0]));
  return Object.assign(counts, Object.fromEntries(rows.map((row) => [row.stage, row.count])));
}

/** The Cc list of a case, which nobody else changes until the transaction ends. */
export async function lockEmailCc(db: Db, { table }: CaseTable, id: number): Promise<string | null> {
  const [row] = await db
    .select({ emailCc: sql<string | null>`${table.emailCc}` })
    .from(table as PgTable)
    .where(eq(table.id, id))
    .for('update');
  return row?.emailCc ?? null;
}

/** Cases made since then from a normalised address. */
export function countCasesOfSender(db: Db, { table }: CaseTable, address: string, since: Date): Promise<number> {
  return db.$count(table as PgTable, and(eq(table.emailNormalised, address), gte(table.createdAt, since)));
}
