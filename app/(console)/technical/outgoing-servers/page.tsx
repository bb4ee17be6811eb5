import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { readMailDestination } from '#lib/mail/servers/read-mail-destination.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { ServersTable } from './servers-table.tsx';

export const metadata: Metadata = { title: 'Outgoing mail servers' };

/** The servers mail leaves through. */
export default async function OutgoingServersPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="outgoing mail servers" />;
  const { kind } = await readMailDestination(ctx);
  return <ServersTable destination={kind} myAddress={ctx.actor.email ?? ''} />;
}
