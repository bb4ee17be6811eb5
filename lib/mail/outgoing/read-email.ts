import { maskOneTimeLinks, seesOneTimeLinks } from '#lib/auth/one-time-links.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inSnapshot } from '#lib/db/transaction.ts';
import type { EmailDetail } from './email-schema.ts';
import { selectEmail } from './store.ts';

/**
 * One mail with deliveries and timelines, all as of one moment; links that work once are left out for programs that may not set passwords.
 * Administrators only.
 * @throws AppError `not_found`
 */
export async function readEmail(ctx: Ctx, id: number): Promise<EmailDetail> {
  requireAdministrator(ctx.actor);
  const found = await inSnapshot(ctx, (tx) => selectEmail(tx.db, id));
  if (!found) throw new AppError('not_found', `There is no email ${id}.`);
  if (seesOneTimeLinks(ctx.actor)) return found;
  return { ...found, html: maskOneTimeLinks(found.html), text: found.text && maskOneTimeLinks(found.text) };
}
