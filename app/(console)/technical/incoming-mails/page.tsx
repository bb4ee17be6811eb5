import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { documentPlaces } from '../../document-places.ts';
import { IncomingMailsTable } from './incoming-mails-table.tsx';
import { serverChoices } from './server-choices.ts';

export const metadata: Metadata = { title: 'Incoming mails' };

/** Every mail that reached us, what became of it and why. */
export default async function IncomingMailsPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="incoming mails" />;
  return <IncomingMailsTable places={documentPlaces()} servers={await serverChoices(ctx)} />;
}
