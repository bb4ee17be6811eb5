import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { AuditItem } from './audit-schema.ts';
import { loadAuditEvents } from './load-audit-events.ts';

/** Who changed which setting, when, from what to what. Administrators only. */
export async function listAuditEvents(ctx: Ctx, query: ListQuery): Promise<ListPage<AuditItem>> {
  requireAdministrator(ctx.actor);
  return loadAuditEvents(ctx.db, query);
}
