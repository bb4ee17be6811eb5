import { sql } from 'drizzle-orm';
import { index, integer, numeric, pgTable, text } from 'drizzle-orm/pg-core';
import { leadStages } from '../../lib/core/enumerations.ts';
import { caseColumns, caseSearchText, channelColumns } from './case-columns.ts';
import { oneOf } from './columns.ts';

/** Receives leads through its alias. */
export const salesTeam = pgTable('sales_team', channelColumns());

export const lead = pgTable(
  'lead',
  {
    ...caseColumns(),
    stage: text({ enum: leadStages }).notNull().default('new'),
    expectedRevenue: numeric({ precision: 14, scale: 2, mode: 'number' }),
    teamId: integer().references(() => salesTeam.id),
    searchText: text().generatedAlwaysAs(sql.raw(caseSearchText)),
  },
  (t) => [
    index('lead_stage_idx').on(t.companyId, t.stage, t.id),
    index('lead_email_idx').on(t.emailNormalised),
    index('lead_team_idx').on(t.teamId, t.id),
    oneOf('lead_stage_check', t.stage, leadStages),
  ],
);
