import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { SuppressionTable } from '../_suppression/suppression-table.tsx';

export const metadata: Metadata = { title: 'Blocked senders' };

/** Senders whose mails are spam. */
export default async function BlockedSendersPage() {
  const { actor } = await pageContext();
  if (actor.role !== 'administrator') return <AdministratorsOnly what="the blocked senders" />;
  return (
    <SuppressionTable
      list="blocked-senders"
      explanation="Mails from these addresses are kept in Incoming mails as spam: they create and answer nothing. Delivery reports still count, so that no bounce is missed."
    />
  );
}
