import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { pageContext } from '#lib/auth/page-context.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';
import { readOutgoingServer } from '#lib/mail/servers/read-outgoing-server.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { ServerForm } from './server-form.tsx';

export const metadata: Metadata = { title: 'Outgoing server' };

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ test?: string }>;
}

/** One outgoing server. */
export default async function OutgoingServerPage({ params, searchParams }: PageProps) {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="outgoing mail servers" />;
  const server = await readOrNotFound(ctx, (await params).id);
  return <ServerForm server={server} myAddress={ctx.actor.email ?? ''} testNow={(await searchParams).test === '1'} />;
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
