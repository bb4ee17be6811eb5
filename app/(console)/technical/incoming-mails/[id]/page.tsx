import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { pageContext } from '#lib/auth/page-context.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { allModels } from '#lib/documents/registry.ts';
import { readIncomingMail } from '#lib/mail/incoming/read-incoming-mail.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { documentPlaces } from '../../../document-places.ts';
import { serverChoices } from '../server-choices.ts';
import { IncomingMailView } from './incoming-mail-view.tsx';

export const metadata: Metadata = { title: 'Incoming mail' };

/** One incoming mail: what it says, where it went, and every rule that was asked. */
export default async function IncomingMailPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="incoming mails" />;
  const id = Number((await params).id);
  if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647) notFound();
  const creatable = allModels().filter(({ createFromMail }) => createFromMail);
  return (
    <IncomingMailView
      initial={await read(ctx, id)}
      places={documentPlaces()}
      servers={await serverChoices(ctx)}
      creatable={creatable.map(({ name, label }) => ({ value: name, label }))}
    />
  );
}

async function read(ctx: Ctx, id: number) {
  try {
    return await readIncomingMail(ctx, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
