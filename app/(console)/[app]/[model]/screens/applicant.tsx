'use client';
import { UserRoundSearch } from 'lucide-react';
import { NumberField } from '#components/form/number-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { createApplicantSchema } from '#lib/documents/applicant/applicant-schema.ts';
import { caseScreen } from './case-screen.tsx';
import { textOf } from './screen.ts';

/** Applicants: people who want to work here. */
export const applicantScreen = caseScreen({
  model: 'applicant',
  path: '/recruitment/applicants',
  title: 'Applicants',
  appLabel: 'Recruitment',
  icon: UserRoundSearch,
  noun: { one: 'applicant', many: 'applicants' },
  about: 'People who want to work here. Mails to the address of a job position become applicants by themselves.',
  stages: [
    { value: 'new', label: 'New', tone: 'info' },
    { value: 'screening', label: 'Screening' },
    { value: 'interview', label: 'Interview' },
    { value: 'offer', label: 'Offer', tone: 'warning' },
    { value: 'hired', label: 'Hired', tone: 'success' },
    { value: 'refused', label: 'Refused', tone: 'neutral' },
  ],
  schema: createApplicantSchema,
  words: {
    subject: 'Application',
    subjectNote: 'What they apply for, and who talks to them. The recruiter follows the application.',
    subjectExample: 'Application as a carpenter',
    owner: 'Recruiter',
    sender: 'Applicant',
    descriptionLabel: 'Notes',
    descriptionNote: 'What they wrote first, and what colleagues should know. Never sent.',
  },
  channel: { field: 'jobId', nameField: 'jobName', model: 'job_position', header: 'Position', label: 'Job position' },
  valuesOf: (item) => ({
    expectedSalary: item?.expectedSalary ?? null,
    availableFrom: textOf(item, 'availableFrom'),
  }),
  ownFields: () => (
    <>
      <TextField name="availableFrom" label="Available from" optional type="date" />
      <NumberField name="expectedSalary" label="Expected salary" optional decimal placeholder="42000" />
    </>
  ),
});
