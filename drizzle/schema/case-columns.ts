import { boolean, integer, text } from 'drizzle-orm/pg-core';
import { id, timestamps } from './columns.ts';
import { company } from './company.ts';
import { contact } from './contact.ts';
import { userAccount } from './user-account.ts';

/** What every case has: somebody outside wrote about it, somebody here looks after it. */
export const caseColumns = () => ({
  id: id(),
  name: text().notNull(),
  contactId: integer().references(() => contact.id),
  contactName: text(),
  emailFrom: text(),
  emailNormalised: text(),
  emailCc: text(),
  phone: text(),
  description: text(),
  priority: integer().notNull().default(0),
  ownerId: integer().references(() => userAccount.id),
  companyId: integer()
    .notNull()
    .references(() => company.id),
  bounceCount: integer().notNull().default(0),
  active: boolean().notNull().default(true),
  ...timestamps,
});

/** What every channel has: its address makes cases. */
export const channelColumns = () => ({
  id: id(),
  name: text().notNull(),
  companyId: integer()
    .notNull()
    .references(() => company.id),
  leaderId: integer().references(() => userAccount.id),
  active: boolean().notNull().default(true),
  ...timestamps,
});

/** The lower-case text searches look in. */
export const caseSearchText = `lower(name || ' ' || coalesce(email_from, '') || ' ' || coalesce(contact_name, '') || ' ' || coalesce(phone, ''))`;
