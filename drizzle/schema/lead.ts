import { sql } from 'drizzle-orm';
import { boolean, index, integer, numeric, pgTable, text } from 'drizzle-orm/pg-core';
import { leadStages } from '../../lib/core/enumerations.ts';
import { id, oneOf, timestamps } from './columns.ts';
import { company } from './company.ts';
import { contact } from './contact.ts';
import { userAccount } from './user-account.ts';

/** Receives leads through its alias. */
export const salesTeam = pgTable('sales_team', {
  id: id(),
  name: text().notNull(),
  companyId: integer()
    .notNull()
    .references(() => company.id),
  leaderId: integer().references(() => userAccount.id),
  active: boolean().notNull().default(true),
  ...timestamps,
});

export const lead = pgTable(
  'lead',
  {
    id: id(),
    name: text().notNull(),
    contactId: integer().references(() => contact.id),
    contactName: text(),
    emailFrom: text(),
    emailNormalised: text(),
    emailCc: text(),
    phone: text(),
    description: text(),
    stage: text({ enum: leadStages }).notNull().default('new'),
    priority: integer().notNull().default(0),
    expectedRevenue: numeric({ precision: 14, scale: 2, mode: 'number' }),
    ownerId: integer().references(() => userAccount.id),
    teamId: integer().references(() => salesTeam.id),
    companyId: integer()
      .notNull()
      .references(() => company.id),
    bounceCount: integer().notNull().default(0),
    active: boolean().notNull().default(true),
    searchText: text().generatedAlwaysAs(
      sql`lower(name || ' ' || coalesce(email_from, '') || ' ' || coalesce(contact_name, '') || ' ' || coalesce(phone, ''))`,
    ),
    ...timestamps,
  },
  (t) => [
    index('lead_stage_idx').on(t.companyId, t.stage, t.id),
    index('lead_email_idx').on(t.emailNormalised),
    index('lead_team_idx').on(t.teamId, t.id),
    oneOf('lead_stage_check', t.stage, leadStages),
  ],
);
