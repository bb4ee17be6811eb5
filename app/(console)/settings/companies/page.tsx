import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { listAliasDomains } from '#lib/mail/aliases/list-alias-domains.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { CompaniesTable } from './companies-table.tsx';

export const metadata: Metadata = { title: 'Companies' };

/** The companies and the email domain each of them uses. */
export default async function CompaniesPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="companies" />;
  const domains = await listAliasDomains(ctx, { limit: 200, sort: { field: 'name', descending: false }, filters: [] });
  return <CompaniesTable domains={domains.items.map(({ id, name }) => ({ id, name }))} />;
}
