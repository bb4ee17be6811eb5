'use client';
import { BriefcaseBusiness } from 'lucide-react';
import { channelScreen } from './channel-screen.tsx';

/** Job positions: work somebody is looked for. */
export const jobPositionScreen = channelScreen({
  model: 'job_position',
  path: '/recruitment/positions',
  title: 'Job positions',
  app: { label: 'Recruitment', href: '/recruitment/applicants' },
  icon: BriefcaseBusiness,
  noun: { one: 'job position', many: 'job positions' },
  word: 'position',
  about: 'Work somebody is looked for: every mail to its address becomes an applicant.',
  example: 'Carpenter',
  leader: 'Recruiter',
  cases: { one: 'applicant', many: 'applicants', openField: 'openApplicants' },
  address: 'jobs',
});
