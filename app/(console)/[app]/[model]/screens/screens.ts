import type { DocumentModel } from '#lib/core/enumerations.ts';
import { contactScreen } from './contact.tsx';
import { helpdeskTeamScreen } from './helpdesk-team.tsx';
import { leadScreen } from './lead.tsx';
import { salesTeamScreen } from './sales-team.tsx';
import type { DocumentScreen } from './screen.ts';
import { ticketScreen } from './ticket.tsx';

/** How each model looks. */
export const screens: Record<DocumentModel, DocumentScreen> = {
  lead: leadScreen,
  ticket: ticketScreen,
  contact: contactScreen,
  sales_team: salesTeamScreen,
  helpdesk_team: helpdeskTeamScreen,
};
