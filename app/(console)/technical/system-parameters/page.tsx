import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { ParametersTable } from './parameters-table.tsx';

export const metadata: Metadata = { title: 'System parameters' };

/** Every parameter of the system, with its value, default and documentation. */
export default async function SystemParametersPage() {
  const { actor } = await pageContext();
  return actor.role === 'administrator' ? <ParametersTable /> : <AdministratorsOnly what="system parameters" />;
}
