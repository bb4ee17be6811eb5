import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { AliasDomainsTable } from './alias-domains-table.tsx';

export const metadata: Metadata = { title: 'Alias domains' };

/** The domains mails come back to. */
export default async function AliasDomainsPage() {
  const { actor } = await pageContext();
  return actor.role === 'administrator' ? <AliasDomainsTable /> : <AdministratorsOnly what="alias domains" />;
}
