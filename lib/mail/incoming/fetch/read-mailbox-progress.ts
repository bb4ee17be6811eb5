import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadProgress } from './load-progress.ts';
import type { MailboxProgress } from './progress-schema.ts';

/**
 * How far the fetch of a mailbox is, where one is under way, and how far processing lags behind. Administrators only.
 * @throws AppError `not_found`
 */
export async function readMailboxProgress(ctx: Ctx, id: number): Promise<MailboxProgress> {
  requireAdministrator(ctx.actor);
  const now = ctx.now();
  const found = await loadProgress(ctx.db, id, now);
  if (!found) throw new AppError('not_found', `There is no incoming server ${id}.`);
  const { since, fetched, pending, waiting, oldestAt } = found;
  const ageMs = oldestAt ? now.getTime() - oldestAt.getTime() : 0;
  return {
    fetching: since && { since, fetched, of: fetched + pending },
    lag: { waiting, oldestAt, seconds: Math.max(0, Math.round(ageMs / 1000)) },
  };
}
