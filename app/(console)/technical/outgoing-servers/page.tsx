import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { readConsentNotice } from '#lib/mail/servers/oauth/consent-outcome.ts';
import { readMailDestination } from '#lib/mail/servers/read-mail-destination.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { ConsentNotice } from '../_servers/consent-notice.tsx';
import { ServersTable } from './servers-table.tsx';

export const metadata: Metadata = { title: 'Outgoing mail servers' };

/** The servers mail leaves through. */
export default async function OutgoingServersPage({ searchParams }: { searchParams: Promise<{ oauth?: string }> }) {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="outgoing mail servers" />;
  const { kind } = await readMailDestination(ctx);
  const notice = readConsentNotice(ctx, (await searchParams).oauth);
  return (
    <>
      <ConsentNotice notice={notice} />
      <ServersTable destination={kind} myAddress={ctx.actor.email ?? ''} />
    </>
  );
}
