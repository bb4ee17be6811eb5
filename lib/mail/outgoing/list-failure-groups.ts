import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { FailureGroup } from './email-schema.ts';
import { selectFailureGroups } from './load-failures.ts';

const mostGroups = 100;

/** What went wrong, by cause: one group can be retried at once with {@link retryEmails}. Administrators only. */
export async function listFailureGroups(ctx: Ctx): Promise<{ items: FailureGroup[] }> {
  requireAdministrator(ctx.actor);
  return { items: await selectFailureGroups(ctx.db, mostGroups) };
}
