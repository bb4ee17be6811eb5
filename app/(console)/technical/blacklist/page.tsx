import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { SuppressionTable } from '../_suppression/suppression-table.tsx';

export const metadata: Metadata = { title: 'Blacklist' };

/** Addresses that no mailing reaches. */
export default async function BlacklistPage() {
  const { actor } = await pageContext();
  if (actor.role !== 'administrator') return <AdministratorsOnly what="the blacklist" />;
  return (
    <SuppressionTable
      list="blacklist"
      explanation="Mailings never go to these addresses; messages and notifications of documents still do. People land here when they ask to, or when a mailbox reports our mail as spam."
    />
  );
}
