import { ticketStages } from '#lib/core/enumerations.ts';
import { defineCase } from '../case/define-case.ts';
import { ticketTable } from './store.ts';
import { createTicketSchema, ticketListFields, updateTicketSchema } from './ticket-schema.ts';

/** A customer's question or complaint; comes in by form or through the alias of a helpdesk team. */
export const ticketDefinition = defineCase({
  name: 'ticket',
  label: 'ticket',
  labelPlural: 'tickets',
  path: '/helpdesk/tickets',
  createSchema: createTicketSchema,
  updateSchema: updateTicketSchema,
  listFields: ticketListFields,
  stages: ticketStages,
  table: ticketTable,
  channel: { field: 'teamId', model: 'helpdesk_team', label: 'helpdesk team' },
  makesContact: true,
});
