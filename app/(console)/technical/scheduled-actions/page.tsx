import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { ActionsTable } from './actions-table.tsx';

export const metadata: Metadata = { title: 'Scheduled actions' };

/** Everything that runs by the clock. */
export default async function ScheduledActionsPage() {
  const { actor } = await pageContext();
  return actor.role === 'administrator' ? <ActionsTable /> : <AdministratorsOnly what="scheduled actions" />;
}
