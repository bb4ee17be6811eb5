import type { DocumentModel } from '#lib/core/enumerations.ts';
import { contactScreen } from './contact.tsx';
import { leadScreen } from './lead.tsx';
import { salesTeamScreen } from './sales-team.tsx';
import type { DocumentScreen } from './screen.ts';

/** How each model looks. */
export const screens: Record<DocumentModel, DocumentScreen> = {
  lead: leadScreen,
  contact: contactScreen,
  sales_team: salesTeamScreen,
};
