import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { readInstance } from '#lib/instance/read-instance.ts';
import { readMailDestination } from '#lib/mail/servers/read-mail-destination.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { documentPlaces } from '../document-places.ts';
import { SandboxClient } from './sandbox-client.tsx';

export const metadata: Metadata = { title: 'Sandbox' };

/** The mail that went to this machine instead of the world, as its recipients see it. */
export default async function SandboxPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="the sandbox" />;
  const [{ kind }, { capturing }] = await Promise.all([readMailDestination(ctx), readInstance(ctx)]);
  const takesOurMail = kind === 'sandbox' || capturing;
  return <SandboxClient takesOurMail={takesOurMail} port={ctx.env.sandboxSmtpPort} places={documentPlaces()} />;
}
