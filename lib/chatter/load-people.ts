import { and, eq, inArray, sql } from 'drizzle-orm';
import { company } from '#drizzle/schema/company.ts';
import { contact } from '#drizzle/schema/contact.ts';
import { follower } from '#drizzle/schema/message.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { NotificationPreference } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';
import { statement } from '#lib/db/statement.ts';
import type { Person } from './who-is-notified.ts';

/** Everybody a message of a document may reach: its followers and the explicit recipients. */
export async function loadPeople(db: Db, model: string, recordId: number, explicitIds: number[]): Promise<Person[]> {
  const rows = await selectPeople(db, { model, recordId, explicitIds });
  return rows.map(({ userId, notification, ...row }) => ({
    ...row,
    user: userId !== null && notification !== null ? { id: userId, notification } : null,
    explicit: explicitIds.includes(row.contactId),
  }));
}

interface Audience {
  model: string;
  recordId: number;
  explicitIds: number[];
}

const selectPeople = statement((db, { model, recordId, explicitIds }: Audience) =>
  db
    .select({
      contactId: contact.id,
      name: contact.name,
      email: contact.email,
      active: contact.active,
      subtypes: follower.subtypes,
      userId: sql<
        number | null
      >`(select min(u.id) from user_account u where u.contact_id = ${contact.id} and u.active)`,
      notification: sql<NotificationPreference | null>`(select u.notification from user_account u
        where u.contact_id = ${contact.id} and u.active order by u.id limit 1)`,
    })
    .from(contact)
    .leftJoin(
      follower,
      and(eq(follower.contactId, contact.id), eq(follower.model, model), eq(follower.recordId, recordId)),
    )
    .where(sql`${contact.id} in (select f.contact_id from ${follower} f where f.model = ${model}
      and f.record_id = ${recordId} union all select unnest(${sql.param(explicitIds)}::int[]))`)
    .orderBy(contact.id),
);

export interface AuthorFacts {
  contactId: number;
  name: string;
  email: string | null;
  active: boolean;
  /** Null: the author is no user. */
  signature: string | null;
  isUser: boolean;
}

/** What a mail says of the author of a message. */
export async function loadAuthor(db: Db, contactId: number): Promise<AuthorFacts | null> {
  const [row] = await db
    .select({
      contactId: contact.id,
      name: contact.name,
      email: contact.email,
      active: contact.active,
      signature: userAccount.signature,
      userId: userAccount.id,
    })
    .from(contact)
    .leftJoin(userAccount, and(eq(userAccount.contactId, contact.id), eq(userAccount.active, true)))
    .where(eq(contact.id, contactId))
    .orderBy(userAccount.id)
    .limit(1);
  if (!row) return null;
  const { userId, ...author } = row;
  return { ...author, isUser: userId !== null };
}

/** Names of contacts by id, for those that exist and belong to the companies (null: any). */
export async function loadContacts(
  db: Db,
  ids: number[],
): Promise<Map<number, { id: number; name: string; email: string | null; companyId: number | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: contact.id, name: contact.name, email: contact.email, companyId: contact.companyId })
    .from(contact)
    .where(inArray(contact.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

/** A company's name; null where the document belongs to none. */
export async function loadCompanyName(db: Db, companyId: number | null): Promise<string | null> {
  if (companyId === null) return null;
  const [row] = await db.select({ name: company.name }).from(company).where(eq(company.id, companyId));
  return row?.name ?? null;
}
