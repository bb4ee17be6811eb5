import { type DocumentModel, documentModels } from '#lib/core/enumerations.ts';
import { AppError } from '#lib/core/errors.ts';
import { applicantDefinition } from './applicant/applicant-definition.ts';
import { jobPositionDefinition } from './applicant/job-position-definition.ts';
import { contactDefinition } from './contact/contact-definition.ts';
import type { DocumentDefinition } from './document-definition.ts';
import { leadDefinition } from './lead/lead-definition.ts';
import { salesTeamDefinition } from './lead/sales-team-definition.ts';
import { projectDefinition } from './task/project-definition.ts';
import { taskDefinition } from './task/task-definition.ts';
import { helpdeskTeamDefinition } from './ticket/helpdesk-team-definition.ts';
import { ticketDefinition } from './ticket/ticket-definition.ts';

const definitions: Record<DocumentModel, DocumentDefinition> = {
  lead: leadDefinition,
  ticket: ticketDefinition,
  task: taskDefinition,
  applicant: applicantDefinition,
  contact: contactDefinition,
  sales_team: salesTeamDefinition,
  helpdesk_team: helpdeskTeamDefinition,
  project: projectDefinition,
  job_position: jobPositionDefinition,
};

/**
 * The definition of a model by the name it has in the API, in aliases and in Message-IDs.
 * @throws AppError `not_found` naming the models there are
 */
export function modelOf(name: string): DocumentDefinition {
  if (isDocumentModel(name)) return definitions[name];
  throw new AppError('not_found', `There is no model "${name}". Use one of: ${documentModels.join(', ')}.`);
}

/** Whether a name is one of a model; names from mails and URLs are not to be trusted. */
export function isDocumentModel(name: string | null | undefined): name is DocumentModel {
  return documentModels.some((model) => model === name);
}

/** Every model, for menus, aliases and the API description. */
export function allModels(): DocumentDefinition[] {
  return documentModels.map((name) => definitions[name]);
}
