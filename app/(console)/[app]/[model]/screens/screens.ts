import type { DocumentModel } from '#lib/core/enumerations.ts';
import { applicantScreen } from './applicant.tsx';
import { contactScreen } from './contact.tsx';
import { helpdeskTeamScreen } from './helpdesk-team.tsx';
import { jobPositionScreen } from './job-position.tsx';
import { leadScreen } from './lead.tsx';
import { projectScreen } from './project.tsx';
import { salesTeamScreen } from './sales-team.tsx';
import type { DocumentScreen } from './screen.ts';
import { taskScreen } from './task.tsx';
import { ticketScreen } from './ticket.tsx';

/** How each model looks. */
export const screens: Record<DocumentModel, DocumentScreen> = {
  lead: leadScreen,
  ticket: ticketScreen,
  task: taskScreen,
  applicant: applicantScreen,
  contact: contactScreen,
  sales_team: salesTeamScreen,
  helpdesk_team: helpdeskTeamScreen,
  project: projectScreen,
  job_position: jobPositionScreen,
};
