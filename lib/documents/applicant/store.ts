import { sql } from 'drizzle-orm';
import { applicant, jobPosition } from '#drizzle/schema/applicant.ts';
import { applicantStages } from '#lib/core/enumerations.ts';
import type { CaseTable } from '../case/store.ts';
import type { ChannelTable } from '../channel/store.ts';

export const applicantTable: CaseTable = {
  table: applicant,
  stages: applicantStages,
  channel: { table: jobPosition, key: applicant.jobId, field: 'jobId', nameField: 'jobName' },
  own: { expectedSalary: applicant.expectedSalary, availableFrom: applicant.availableFrom },
  sortable: {
    expectedSalary: sql`coalesce(${applicant.expectedSalary}, 0)`,
    availableFrom: sql`coalesce(${applicant.availableFrom}, '9999-12-31'::date)`,
  },
};

export const jobPositionTable: ChannelTable = {
  table: jobPosition,
  cases: { table: applicant, key: applicant.jobId, openField: 'openApplicants', closedStages: ['hired', 'refused'] },
};
