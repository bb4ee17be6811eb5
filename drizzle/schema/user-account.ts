import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { notificationPreferences, userRoles } from '../../lib/core/enumerations.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';
import { company } from './company.ts';
import { contact } from './contact.ts';

/** Somebody who signs in. The name and address other people see are those of the contact behind it. */
export const userAccount = pgTable(
  'user_account',
  {
    id: id(),
    contactId: integer()
      .notNull()
      .references(() => contact.id),
    name: text().notNull(),
    /** Normalised; what one signs in with. */
    email: text().notNull(),
    /** argon2id; null until the invitation is accepted. */
    passwordHash: text(),
    role: text({ enum: userRoles }).notNull().default('user'),
    notification: text({ enum: notificationPreferences }).notNull().default('email'),
    signature: text(),
    timeZone: text(),
    developerMode: boolean().notNull().default(false),
    /** Administrators: whether errors of the installation come by mail too. */
    alertMails: boolean().notNull().default(true),
    active: boolean().notNull().default(true),
    lastSignInAt: moment(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex('user_account_email_key').on(t.email),
    index('user_account_contact_idx').on(t.contactId),
    oneOf('user_account_role_check', t.role, userRoles),
    oneOf('user_account_notification_check', t.notification, notificationPreferences),
  ],
);

/** Which companies' documents a user sees. */
export const userCompany = pgTable(
  'user_company',
  {
    userId: integer()
      .notNull()
      .references(() => userAccount.id, { onDelete: 'cascade' }),
    companyId: integer()
      .notNull()
      .references(() => company.id),
  },
  (t) => [primaryKey({ columns: [t.userId, t.companyId] })],
);
