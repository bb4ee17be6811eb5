import type { Ctx } from '#lib/db/context.ts';
import { insertCompany } from './store.ts';

/** Writes a company. Who may do so is the caller's question. */
export function addCompany(ctx: Ctx, row: { name: string; aliasDomainId: number | null }): Promise<number> {
  return insertCompany(ctx.db, row);
}
