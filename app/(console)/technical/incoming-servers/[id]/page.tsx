import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { pageContext } from '#lib/auth/page-context.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';
import { readConsentNotice } from '#lib/mail/servers/oauth/consent-outcome.ts';
import { readOauthSetup } from '#lib/mail/servers/oauth/read-oauth-setup.ts';
import { readIncomingServer } from '#lib/mail/servers/read-incoming-server.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { mailModels } from '../mail-models.ts';
import { ServerForm } from './server-form.tsx';

export const metadata: Metadata = { title: 'Incoming server' };

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ test?: string; oauth?: string }>;
}

/** One incoming server. */
export default async function IncomingServerPage({ params, searchParams }: PageProps) {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="incoming mail servers" />;
  const server = await readOrNotFound(ctx, (await params).id);
  const { test, oauth } = await searchParams;
  const setup = (await readOauthSetup(ctx)).find(({ provider }) => provider === server.oauthProvider);
  return (
    <ServerForm
      server={server}
      models={mailModels()}
      testNow={test === '1'}
      registered={Boolean(setup?.clientId && setup.secretSetAt)}
      notice={readConsentNotice(ctx, oauth)}
    />
  );
}

async function readOrNotFound(ctx: Ctx, id: string): Promise<IncomingServerItem> {
  if (!/^\d{1,9}$/.test(id)) notFound();
  try {
    return await readIncomingServer(ctx, Number(id));
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
