import { applicantStages } from '#lib/core/enumerations.ts';
import { defineCase } from '../case/define-case.ts';
import { applicantListFields, createApplicantSchema, updateApplicantSchema } from './applicant-schema.ts';
import { applicantTable } from './store.ts';

/** Somebody who wants to work here; comes in by form or through the alias of a job position. */
export const applicantDefinition = defineCase({
  name: 'applicant',
  label: 'applicant',
  labelPlural: 'applicants',
  path: '/recruitment/applicants',
  createSchema: createApplicantSchema,
  updateSchema: updateApplicantSchema,
  listFields: applicantListFields,
  stages: applicantStages,
  table: applicantTable,
  channel: { field: 'jobId', model: 'job_position', label: 'job position' },
  makesContact: true,
});
