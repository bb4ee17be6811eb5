import { sql } from 'drizzle-orm';
import { lead, salesTeam } from '#drizzle/schema/lead.ts';
import { leadStages } from '#lib/core/enumerations.ts';
import type { CaseTable } from '../case/store.ts';
import type { ChannelTable } from '../channel/store.ts';

export const leadTable: CaseTable = {
  table: lead,
  stages: leadStages,
  channel: { table: salesTeam, key: lead.teamId, field: 'teamId', nameField: 'teamName' },
  own: { expectedRevenue: lead.expectedRevenue },
  sortable: { expectedRevenue: sql`coalesce(${lead.expectedRevenue}, 0)` },
};

export const salesTeamTable: ChannelTable = {
  table: salesTeam,
  cases: { table: lead, key: lead.teamId, openField: 'openLeads', closedStages: ['won', 'lost'] },
};
