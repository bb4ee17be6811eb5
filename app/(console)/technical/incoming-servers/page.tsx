import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { ServersTable } from './servers-table.tsx';

export const metadata: Metadata = { title: 'Incoming mail servers' };

/** The mailboxes mail is fetched from. */
export default async function IncomingServersPage() {
  const { actor } = await pageContext();
  return actor.role === 'administrator' ? <ServersTable /> : <AdministratorsOnly what="incoming mail servers" />;
}
