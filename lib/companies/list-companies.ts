import { companyScope, requireSignedIn } from '#lib/auth/permissions.ts';
import type { ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { CompanyItem } from './company-schema.ts';
import { listCompanyRows } from './store.ts';

/** The companies one belongs to; administrators see all. */
export async function listCompanies(ctx: Ctx, query: ListQuery): Promise<ListPage<CompanyItem>> {
  requireSignedIn(ctx.actor);
  return listCompanyRows(ctx.db, query, ctx.actor.role === 'administrator' ? null : companyScope(ctx.actor));
}
