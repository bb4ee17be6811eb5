import { helpdeskTeam, ticket } from '#drizzle/schema/ticket.ts';
import { ticketStages } from '#lib/core/enumerations.ts';
import type { CaseTable } from '../case/store.ts';
import type { ChannelTable } from '../channel/store.ts';

export const ticketTable: CaseTable = {
  table: ticket,
  stages: ticketStages,
  channel: { table: helpdeskTeam, key: ticket.teamId, field: 'teamId', nameField: 'teamName' },
};

export const helpdeskTeamTable: ChannelTable = {
  table: helpdeskTeam,
  cases: { table: ticket, key: ticket.teamId, openField: 'openTickets', closedStages: ['solved', 'cancelled'] },
};
