import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { FailureGroups } from './failure-groups.tsx';

export const metadata: Metadata = { title: 'Failures by cause' };

/** What went wrong, grouped by what has to be mended. */
export default async function FailuresPage() {
  const { actor } = await pageContext();
  return actor.role === 'administrator' ? <FailureGroups /> : <AdministratorsOnly what="all emails" />;
}
