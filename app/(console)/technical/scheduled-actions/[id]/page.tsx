import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { pageContext } from '#lib/auth/page-context.ts';
import { AppError } from '#lib/core/errors.ts';
import { readScheduledAction } from '#lib/schedule/read-scheduled-action.ts';
import { shortestInterval } from '#lib/schedule/shortest-interval.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { ActionDetail } from './action-detail.tsx';

export const metadata: Metadata = { title: 'Scheduled action' };

/** One scheduled action: when it runs, and what became of its runs. */
export default async function ScheduledActionPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="scheduled actions" />;
  const { id } = await params;
  const action = await readScheduledAction(ctx, id).catch((error) => {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  });
  return <ActionDetail action={action} shortestMinutes={await shortestInterval(ctx, action.key)} />;
}
