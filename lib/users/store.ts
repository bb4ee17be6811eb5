import { and, eq, ne, sql } from 'drizzle-orm';
import { company } from '#drizzle/schema/company.ts';
import { contact } from '#drizzle/schema/contact.ts';
import { userAccount, userCompany } from '#drizzle/schema/user-account.ts';
import type { NotificationPreference } from '#lib/core/enumerations.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from '#lib/db/client.ts';
import { type ListSource, listRows } from '#lib/db/list-rows.ts';
import type { UserItem } from './user-schema.ts';

export async function insertUser(db: Db, row: typeof userAccount.$inferInsert): Promise<number> {
  const [made] = await db.insert(userAccount).values(row).returning({ id: userAccount.id });
  return made?.id ?? 0;
}

export async function updateUserRow(
  db: Db,
  id: number,
  change: Partial<typeof userAccount.$inferInsert>,
): Promise<void> {
  await db.update(userAccount).set(change).where(eq(userAccount.id, id));
}

/** Sets the notification of all active users who have another; answers their ids. */
export async function changeNotification(
  db: Db,
  notification: NotificationPreference,
  updatedAt: Date,
): Promise<number[]> {
  const rows = await db
    .update(userAccount)
    .set({ notification, updatedAt })
    .where(and(eq(userAccount.active, true), ne(userAccount.notification, notification)))
    .returning({ id: userAccount.id });
  return rows.map((row) => row.id);
}

/** The contact behind a user carries the same name and address. */
export async function renameUserContact(
  db: Db,
  contactId: number,
  change: { name?: string; email?: string; emailNormalised?: string; updatedAt: Date },
): Promise<void> {
  await db.update(contact).set(change).where(eq(contact.id, contactId));
}

/** Replaces the companies a user sees. */
export async function replaceUserCompanies(db: Db, userId: number, companyIds: number[]): Promise<void> {
  await db.delete(userCompany).where(eq(userCompany.userId, userId));
  if (companyIds.length === 0) return;
  await db.insert(userCompany).values([...new Set(companyIds)].map((companyId) => ({ userId, companyId })));
}

/** The ids of these that exist. */
export async function findCompanyIds(db: Db, ids: number[]): Promise<number[]> {
  const rows = await db
    .select({ id: company.id })
    .from(company)
    .where(sql`${company.id} = any(${sql.param(ids)})`);
  return rows.map((row) => row.id);
}

/** Locks the administrators and counts the active ones, so that two of them cannot take each other's role away. */
export async function countAdministrators(db: Db): Promise<number> {
  const rows = await db
    .select({ id: userAccount.id })
    .from(userAccount)
    .where(and(eq(userAccount.role, 'administrator'), eq(userAccount.active, true)))
    .orderBy(userAccount.id)
    .for('update');
  return rows.length;
}

const columns = {
  id: userAccount.id,
  name: userAccount.name,
  email: userAccount.email,
  role: userAccount.role,
  notification: userAccount.notification,
  contactId: userAccount.contactId,
  signature: userAccount.signature,
  timeZone: userAccount.timeZone,
  developerMode: userAccount.developerMode,
  alertMails: userAccount.alertMails,
  active: userAccount.active,
  invited: sql<boolean>`(${userAccount.passwordHash} is null)`,
  companyIds: sql<number[]>`array(select uc.company_id from user_company uc
    where uc.user_id = user_account.id order by uc.company_id)`,
  lastSignInAt: userAccount.lastSignInAt,
  createdAt: userAccount.createdAt,
  updatedAt: userAccount.updatedAt,
};

const source: ListSource<UserItem> = {
  table: userAccount,
  id: userAccount.id,
  select: columns,
  sortable: { name: userAccount.name, email: userAccount.email, createdAt: userAccount.createdAt },
  filterable: { role: userAccount.role, active: userAccount.active, email: userAccount.email },
  search: sql`lower(${userAccount.name} || ' ' || ${userAccount.email})`,
};

/** @param companyIds only users of one of these; null: all */
export function listUserRows(db: Db, query: ListQuery, companyIds: number[] | null): Promise<ListPage<UserItem>> {
  const where =
    companyIds === null
      ? undefined
      : sql`exists (select 1 from user_company c where c.user_id = user_account.id and c.company_id = any(${sql.param(companyIds)}))`;
  return listRows(db, { ...source, where }, query);
}

export async function findUser(db: Db, id: number): Promise<UserItem | null> {
  const [row] = await db.select(columns).from(userAccount).where(eq(userAccount.id, id));
  return row ?? null;
}

export function findUserCompanies(db: Db, userId: number): Promise<{ id: number; name: string }[]> {
  return db
    .select({ id: company.id, name: company.name })
    .from(userCompany)
    .innerJoin(company, eq(company.id, userCompany.companyId))
    .where(eq(userCompany.userId, userId))
    .orderBy(company.id);
}
