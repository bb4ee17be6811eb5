import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { ticketStages } from '../../lib/core/enumerations.ts';
import { caseColumns, caseSearchText, channelColumns } from './case-columns.ts';
import { oneOf } from './columns.ts';

/** Receives tickets through its alias. */
export const helpdeskTeam = pgTable('helpdesk_team', channelColumns());

export const ticket = pgTable(
  'ticket',
  {
    ...caseColumns(),
    stage: text({ enum: ticketStages }).notNull().default('new'),
    teamId: integer().references(() => helpdeskTeam.id),
    searchText: text().generatedAlwaysAs(sql.raw(caseSearchText)),
  },
  (t) => [
    index('ticket_stage_idx').on(t.companyId, t.stage, t.id),
    index('ticket_email_idx').on(t.emailNormalised),
    index('ticket_team_idx').on(t.teamId, t.id),
    oneOf('ticket_stage_check', t.stage, ticketStages),
  ],
);
