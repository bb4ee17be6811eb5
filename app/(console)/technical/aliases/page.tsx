import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { allModels } from '#lib/documents/registry.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { AliasesTable } from './aliases-table.tsx';

export const metadata: Metadata = { title: 'Aliases' };

/** The addresses that turn mails into documents. */
export default async function AliasesPage() {
  const { actor } = await pageContext();
  if (actor.role !== 'administrator') return <AdministratorsOnly what="aliases" />;
  return <AliasesTable models={allModels().map(({ name, label, path }) => ({ name, label, path }))} />;
}
