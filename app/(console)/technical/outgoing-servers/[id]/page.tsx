import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { pageContext } from '#lib/auth/page-context.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readConsentNotice } from '#lib/mail/servers/oauth/consent-outcome.ts';
import { readOauthSetup } from '#lib/mail/servers/oauth/read-oauth-setup.ts';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';
import { readOutgoingServer } from '#lib/mail/servers/read-outgoing-server.ts';
import { showParameter } from '#lib/parameters/show-parameter.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { ServerForm } from './server-form.tsx';

export const metadata: Metadata = { title: 'Outgoing server' };

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ test?: string; oauth?: string }>;
}

/** One outgoing server. */
export default async function OutgoingServerPage({ params, searchParams }: PageProps) {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="outgoing mail servers" />;
  const server = await readOrNotFound(ctx, (await params).id);
  const { test, oauth } = await searchParams;
  const setups = await readOauthSetup(ctx);
  const setup = setups.find(({ provider }) => provider === server.oauthProvider);
  return (
    <ServerForm
      server={server}
      myAddress={ctx.actor.email ?? ''}
      testNow={test === '1'}
      registered={Boolean(setup?.clientId && setup.secretSetAt)}
      defaultFrom={(await showParameter(ctx, 'mail.default.from')).value}
      notice={readConsentNotice(ctx, oauth)}
    />
  );
}

async function readOrNotFound(ctx: Ctx, id: string): Promise<OutgoingServerItem> {
  if (!/^\d{1,9}$/.test(id)) notFound();
  try {
    return await readOutgoingServer(ctx, Number(id));
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
