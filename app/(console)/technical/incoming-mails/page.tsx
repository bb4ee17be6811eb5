import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { listIncomingServers } from '#lib/mail/servers/list-incoming-servers.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { documentPlaces } from '../../document-places.ts';
import { IncomingMailsTable } from './incoming-mails-table.tsx';

export const metadata: Metadata = { title: 'Incoming mails' };

/** Every mail that reached us, what became of it and why. */
export default async function IncomingMailsPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="incoming mails" />;
  const sort = { field: 'name', descending: false };
  const { items } = await listIncomingServers(ctx, { limit: 200, sort, filters: [] });
  const servers = items.map(({ id, name }) => ({ value: String(id), label: name }));
  return <IncomingMailsTable places={documentPlaces()} servers={servers} />;
}
