import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { SandboxItem } from '#lib/mail/sandbox/sandbox-schema.ts';
import { listSandboxRows } from '#lib/mail/sandbox/store.ts';

/** The mails the sandbox took, the newest first. Administrators only: it holds everybody's mail. */
export async function listSandboxMessages(ctx: Ctx, query: ListQuery): Promise<ListPage<SandboxItem>> {
  requireAdministrator(ctx.actor);
  return listSandboxRows(ctx.db, query);
}
