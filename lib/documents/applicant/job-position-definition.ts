import { defineChannel } from '../channel/define-channel.ts';
import { jobPositionTable } from './store.ts';

/** Work somebody is looked for: mails to its alias become applicants. */
export const jobPositionDefinition = defineChannel({
  name: 'job_position',
  label: 'job position',
  labelPlural: 'job positions',
  path: '/recruitment/positions',
  table: jobPositionTable,
  cases: { model: 'applicant', field: 'jobId', one: 'One applicant belongs', many: 'applicants belong' },
});
