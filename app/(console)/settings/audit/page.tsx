import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { AuditTable } from './audit-table.tsx';

export const metadata: Metadata = { title: 'Audit log' };

/** Who changed which setting, when, from what to what. */
export default async function AuditPage() {
  const { actor } = await pageContext();
  return actor.role === 'administrator' ? <AuditTable /> : <AdministratorsOnly what="the audit log" />;
}
