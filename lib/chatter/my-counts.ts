import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listMyFailures } from './list-my-failures.ts';
import { countUnread } from './load-inbox.ts';

/** What the badges of the top bar show: unread Inbox entries, and recipients my messages did not reach (100: or more). */
export async function myCounts(ctx: Ctx): Promise<{ unread: number; failures: number }> {
  requireSignedIn(ctx.actor);
  const { contactId } = ctx.actor;
  const unread = contactId === null ? 0 : await countUnread(ctx.db, contactId);
  return { unread, failures: (await listMyFailures(ctx)).length };
}
