import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { outgoingPresets } from '#lib/mail/servers/outgoing-presets.ts';
import { readMailDestination } from '#lib/mail/servers/read-mail-destination.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { NewServer } from './new-server.tsx';

export const metadata: Metadata = { title: 'New outgoing server' };

/** A new server: whose it is, then its form. */
export default async function NewOutgoingServerPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="outgoing mail servers" />;
  const { kind } = await readMailDestination(ctx);
  return <NewServer presets={outgoingPresets} destination={kind} />;
}
