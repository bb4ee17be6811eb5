import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { jobPosition } from '#drizzle/schema/applicant.ts';
import { attachment } from '#drizzle/schema/blob.ts';
import { company } from '#drizzle/schema/company.ts';
import { contact } from '#drizzle/schema/contact.ts';
import { salesTeam } from '#drizzle/schema/lead.ts';
import { follower, message, thread } from '#drizzle/schema/message.ts';
import { project } from '#drizzle/schema/task.ts';
import { helpdeskTeam } from '#drizzle/schema/ticket.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { Db } from '#lib/db/client.ts';
import type { NamedRecord } from './document-definition.ts';

/** The names of those of `ids` that there are. */
export async function selectNames(
  db: Db,
  table: PgTable & { id: PgColumn; name: PgColumn; companyId: PgColumn },
  ids: number[],
): Promise<NamedRecord[]> {
  return db
    .select({
      id: sql<number>`${table.id}`,
      name: sql<string>`${table.name}`,
      companyId: sql<number | null>`${table.companyId}`,
    })
    .from(table as PgTable)
    .where(sql`${table.id} = any(${sql.param(ids)}::int[])`);
}

/** The condition that a row belongs to one of `companyIds` (null: any); rows without a company are everybody's. */
export function inCompanies(column: PgColumn, companyIds: number[] | null): SQL | undefined {
  if (companyIds === null) return undefined;
  return companyIds.length === 0 ? sql`${column} is null` : sql`(${column} is null or ${inArray(column, companyIds)})`;
}

/** Part of a question about documents: the contacts that follow each, in the order they began. */
export function followersOf(model: string, recordId: PgColumn | SQL): SQL<number[]> {
  return sql<number[]>`array(select f.contact_id from ${follower} f
    where f.model = ${model} and f.record_id = ${recordId} order by f.created_at, f.contact_id)`;
}

/** Part of a question about documents: the contact behind a user who may sign in. */
export function contactOfUser(userId: PgColumn | SQL): SQL<number | null> {
  return sql<number | null>`(select u.contact_id from ${userAccount} u where u.id = ${userId} and u.active)`;
}

/** Makes contacts follow a document; those who do already keep their subscription. Answers who is new. */
export async function insertFollowers(
  db: Db,
  model: string,
  recordId: number,
  contactIds: number[],
  subtypes?: string[],
): Promise<number[]> {
  if (contactIds.length === 0) return [];
  const rows = await db
    .insert(follower)
    .values(contactIds.map((contactId) => ({ model, recordId, contactId, subtypes })))
    .onConflictDoNothing()
    .returning({ contactId: follower.contactId });
  return rows.map((row) => row.contactId);
}

/** Removes the chatter of a document that is being deleted. */
export async function deleteThread(db: Db, model: string, recordId: number): Promise<void> {
  await db.delete(message).where(and(eq(message.model, model), eq(message.recordId, recordId)));
  await db.delete(follower).where(and(eq(follower.model, model), eq(follower.recordId, recordId)));
  await db.delete(attachment).where(and(eq(attachment.model, model), eq(attachment.recordId, recordId)));
  await db.delete(thread).where(and(eq(thread.model, model), eq(thread.recordId, recordId)));
}

/** The contact behind a user who may sign in; null when there is none. */
export async function selectUserContactId(db: Db, userId: number | null): Promise<number | null> {
  if (userId === null) return null;
  const [row] = await db
    .select({ contactId: userAccount.contactId })
    .from(userAccount)
    .where(and(eq(userAccount.id, userId), eq(userAccount.active, true)));
  return row?.contactId ?? null;
}

/** The company new documents get when nobody says another: the oldest. */
export async function selectFirstCompanyId(db: Db): Promise<number | null> {
  const [row] = await db.select({ id: company.id }).from(company).orderBy(asc(company.id)).limit(1);
  return row?.id ?? null;
}

const linkedTables = {
  company: { table: company, companyId: company.id },
  contact: { table: contact, companyId: contact.companyId },
  sales_team: { table: salesTeam, companyId: salesTeam.companyId },
  helpdesk_team: { table: helpdeskTeam, companyId: helpdeskTeam.companyId },
  project: { table: project, companyId: project.companyId },
  job_position: { table: jobPosition, companyId: jobPosition.companyId },
} as const;

/** The company of a row another document points to; undefined when there is no such row, null for "all companies". */
export async function selectLinkedCompany(db: Db, kind: string, id: number): Promise<number | null | undefined> {
  const linked = Object.entries(linkedTables).find(([name]) => name === kind)?.[1];
  if (!linked) return undefined;
  const { table, companyId } = linked;
  const [row] = await db
    .select({ companyId: sql<number | null>`${companyId}` })
    .from(table as PgTable)
    .where(eq(table.id, id));
  return row?.companyId;
}
