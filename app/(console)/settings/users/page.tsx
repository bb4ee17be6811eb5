import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { listCompanies } from '#lib/companies/list-companies.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { UsersTable } from './users-table.tsx';

export const metadata: Metadata = { title: 'Users' };

/** Who signs in, as what, and for which companies. */
export default async function UsersPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="users" />;
  const companies = await listCompanies(ctx, { limit: 200, sort: { field: 'name', descending: false }, filters: [] });
  return <UsersTable companies={companies.items.map(({ id, name }) => ({ id, name }))} myId={ctx.actor.userId} />;
}
