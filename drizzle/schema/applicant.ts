import { sql } from 'drizzle-orm';
import { date, index, integer, numeric, pgTable, text } from 'drizzle-orm/pg-core';
import { applicantStages } from '../../lib/core/enumerations.ts';
import { caseColumns, caseSearchText, channelColumns } from './case-columns.ts';
import { oneOf } from './columns.ts';

/** Receives applications through its alias. */
export const jobPosition = pgTable('job_position', channelColumns());

export const applicant = pgTable(
  'applicant',
  {
    ...caseColumns(),
    stage: text({ enum: applicantStages }).notNull().default('new'),
    expectedSalary: numeric({ precision: 14, scale: 2, mode: 'number' }),
    availableFrom: date({ mode: 'string' }),
    jobId: integer().references(() => jobPosition.id),
    searchText: text().generatedAlwaysAs(sql.raw(caseSearchText)),
  },
  (t) => [
    index('applicant_stage_idx').on(t.companyId, t.stage, t.id),
    index('applicant_email_idx').on(t.emailNormalised),
    index('applicant_job_idx').on(t.jobId, t.id),
    oneOf('applicant_stage_check', t.stage, applicantStages),
  ],
);
