import { z } from 'zod';
import { applicantStages } from '#lib/core/enumerations.ts';
import { caseFields, caseListFields } from '../case/case-fields.ts';
import { dateField, linkField } from '../document-fields.ts';

const fields = {
  ...caseFields(applicantStages),
  expectedSalary: z.number().min(0).max(99_999_999_999).nullish(),
  availableFrom: dateField.meta({ description: 'First day they could work', example: '2026-09-01' }),
  jobId: linkField.meta({ description: 'Job position' }),
};

export const createApplicantSchema = z.object(fields);
export const updateApplicantSchema = z.object(fields).partial();

export const applicantListFields = caseListFields('jobId', ['expectedSalary', 'availableFrom']);
