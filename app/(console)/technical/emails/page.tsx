import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { EmailsTable } from './emails-table.tsx';

export const metadata: Metadata = { title: 'Emails' };

/** Every mail this installation sends, with its recipients and what became of them. */
export default async function EmailsPage() {
  const { actor } = await pageContext();
  return actor.role === 'administrator' ? <EmailsTable /> : <AdministratorsOnly what="all emails" />;
}
