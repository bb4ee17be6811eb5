import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { id, timestamps } from './columns.ts';
import { company } from './company.ts';

/** A person or organisation: customers, suppliers, and the contact behind each user. */
export const contact = pgTable(
  'contact',
  {
    id: id(),
    name: text().notNull(),
    /** As typed; may carry a display name. */
    email: text(),
    /** What mails are matched on: see `normaliseAddress`. */
    emailNormalised: text(),
    phone: text(),
    jobTitle: text(),
    organisation: text(),
    note: text(),
    /** Null: shared by all companies. */
    companyId: integer().references(() => company.id),
    bounceCount: integer().notNull().default(0),
    active: boolean().notNull().default(true),
    searchText: text().generatedAlwaysAs(
      sql`lower(name || ' ' || coalesce(email, '') || ' ' || coalesce(organisation, '') || ' ' || coalesce(phone, ''))`,
    ),
    ...timestamps,
  },
  (t) => [index('contact_email_idx').on(t.emailNormalised), index('contact_name_idx').on(t.name, t.id)],
);
