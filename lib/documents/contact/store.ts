import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { contact } from '#drizzle/schema/contact.ts';
import { userAccount } from '#drizzle/schema/user-account.ts';
import type { Db } from '#lib/db/client.ts';
import type { ListSource } from '#lib/db/list-rows.ts';
import type { DocumentItem, NamedRecord } from '../document-definition.ts';
import { contactOfUser, followersOf, inCompanies, selectNames } from '../store.ts';

export type ContactValues = Partial<typeof contact.$inferInsert>;

// Spelled out: in a select from one table Drizzle leaves the table's name out, and `id` would be that of the inner table.
const select = {
  id: contact.id,
  name: contact.name,
  email: contact.email,
  emailNormalised: contact.emailNormalised,
  phone: contact.phone,
  jobTitle: contact.jobTitle,
  organisation: contact.organisation,
  note: contact.note,
  companyId: contact.companyId,
  bounceCount: contact.bounceCount,
  active: contact.active,
  blacklisted: sql<boolean>`exists (select 1 from blacklist b where b.email = contact.email_normalised and b.active)`,
  userId: sql<number | null>`(select min(u.id) from user_account u where u.contact_id = contact.id and u.active)`,
  createdAt: contact.createdAt,
  updatedAt: contact.updatedAt,
};

/** Contacts of some companies (null: all); archived ones only when the query asks for them. */
export function contactSource(companyIds: number[] | null, withArchived: boolean): ListSource<DocumentItem> {
  return {
    table: contact,
    id: contact.id,
    select,
    sortable: { name: contact.name, createdAt: contact.createdAt, updatedAt: contact.updatedAt, id: contact.id },
    filterable: {
      id: contact.id,
      email: contact.emailNormalised,
      organisation: contact.organisation,
      companyId: contact.companyId,
      active: contact.active,
      createdAt: contact.createdAt,
      updatedAt: contact.updatedAt,
    },
    search: contact.searchText,
    where: and(inCompanies(contact.companyId, companyIds), withArchived ? undefined : eq(contact.active, true)),
  };
}

export async function selectContact(db: Db, id: number, companyIds: number[] | null): Promise<DocumentItem | null> {
  const [row] = await db
    .select(select)
    .from(contact)
    .where(and(eq(contact.id, id), inCompanies(contact.companyId, companyIds)));
  return row ?? null;
}

/** What mail and chatter need to know of a contact, in one statement. */
export async function selectContactFacts(db: Db, id: number) {
  const [row] = await db
    .select({
      name: contact.name,
      companyId: contact.companyId,
      primaryEmail: contact.emailNormalised,
      ownerId: select.userId,
      ownerContactId: contactOfUser(select.userId),
      followerContactIds: followersOf('contact', sql`contact.id`),
    })
    .from(contact)
    .where(eq(contact.id, id));
  return row ?? null;
}

export function selectContactNames(db: Db, ids: number[]): Promise<NamedRecord[]> {
  return selectNames(db, contact, ids);
}

export async function insertContact(db: Db, values: ContactValues & { name: string }): Promise<number> {
  const [row] = await db.insert(contact).values(values).returning({ id: contact.id });
  return row?.id ?? 0;
}

export async function updateContacts(
  db: Db,
  ids: number[],
  companyIds: number[] | null,
  values: ContactValues,
): Promise<number> {
  const rows = await db
    .update(contact)
    .set({ ...values, updatedAt: sql`now()` })
    .where(and(inArray(contact.id, ids), inCompanies(contact.companyId, companyIds)))
    .returning({ id: contact.id });
  return rows.length;
}

export async function deleteContact(db: Db, id: number): Promise<void> {
  await db.delete(contact).where(eq(contact.id, id));
}

/** The users whose contact this is, also those who cannot sign in any more. */
export async function countUsersOf(db: Db, contactId: number): Promise<number> {
  const rows = await db.select({ id: userAccount.id }).from(userAccount).where(eq(userAccount.contactId, contactId));
  return rows.length;
}

export interface ContactMatch {
  id: number;
  name: string;
  email: string;
  companyId: number | null;
  /** Of the user behind it who may sign in. */
  userId: number | null;
}

/** Active contacts with one of some normalised addresses, oldest first. */
export async function selectContactsByEmail(db: Db, emails: string[]): Promise<ContactMatch[]> {
  if (emails.length === 0) return [];
  const rows = await db
    .select({
      id: contact.id,
      name: contact.name,
      email: contact.emailNormalised,
      companyId: contact.companyId,
      userId: select.userId,
    })
    .from(contact)
    .where(and(inArray(contact.emailNormalised, emails), eq(contact.active, true)))
    .orderBy(asc(contact.id))
    .limit(2000);
  return rows.map((row) => ({ ...row, email: row.email ?? '' }));
}

/** Serialises those who are about to create a contact for the same address; held until the transaction ends. */
export async function lockAddress(db: Db, email: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`contact:${email}`}, 0))`);
}
