import { z } from 'zod';
import { ticketStages } from '#lib/core/enumerations.ts';
import { caseFields, caseListFields } from '../case/case-fields.ts';
import { linkField } from '../document-fields.ts';

const fields = {
  ...caseFields(ticketStages),
  teamId: linkField.meta({ description: 'Helpdesk team' }),
};

export const createTicketSchema = z.object(fields);
export const updateTicketSchema = z.object(fields).partial();

export const ticketListFields = caseListFields('teamId');
