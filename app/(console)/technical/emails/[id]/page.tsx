import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { pageContext } from '#lib/auth/page-context.ts';
import { AppError } from '#lib/core/errors.ts';
import { shownMail } from '#lib/mail/incoming/trace/shown-mail.ts';
import { emailEml } from '#lib/mail/outgoing/email-eml.ts';
import { readEmail } from '#lib/mail/outgoing/read-email.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { documentPlaces } from '../../../document-places.ts';
import { EmailView } from './email-view.tsx';

export const metadata: Metadata = { title: 'Email' };

/** One mail: what its recipients see, and what became of it at each of them. */
export default async function EmailPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="all emails" />;
  const id = Number((await params).id);
  if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647) notFound();
  const [email, eml] = await Promise.all([found(readEmail(ctx, id)), found(emailEml(ctx, id))]);
  return <EmailView initial={email} mail={await shownMail(eml.content)} places={documentPlaces()} />;
}

async function found<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
