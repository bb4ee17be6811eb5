import { requireAdministrator } from '#lib/auth/permissions.ts';
import { type EmailState, emailStates } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadDeferredCount, loadEmailCounts, loadScheduledCount } from './load-email-counts.ts';

/** Mails by state; `deferred` counts those of them that wait for another try, `scheduled` those that wait for their hour. */
export type EmailCounts = Record<EmailState | 'all' | 'deferred' | 'scheduled', number>;

/** What the tabs over the list of mails count. Administrators only. */
export async function countEmails(ctx: Ctx): Promise<EmailCounts> {
  requireAdministrator(ctx.actor);
  const [rows, deferred, scheduled] = await Promise.all([
    loadEmailCounts(ctx.db),
    loadDeferredCount(ctx.db),
    loadScheduledCount(ctx.db),
  ]);
  const byState = new Map(rows.map((row) => [row.state, row.count]));
  const counts = Object.fromEntries(emailStates.map((state) => [state, byState.get(state) ?? 0]));
  const all = rows.reduce((sum, row) => sum + row.count, 0);
  return { ...(counts as Record<EmailState, number>), all, deferred, scheduled };
}
