import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { addCompany } from './add-company.ts';
import { type CompanyItem, type SaveCompanyInput, saveCompanySchema } from './company-schema.ts';
import { readCompany } from './read-company.ts';
import { addUserToCompany, hasAliasDomain } from './store.ts';

/** Adds a company; who adds it sees its documents. */
export async function createCompany(ctx: Ctx, input: SaveCompanyInput): Promise<CompanyItem> {
  requireAdministrator(ctx.actor);
  const values = parseInput(saveCompanySchema, input);
  await requireAliasDomain(ctx, values.aliasDomainId);
  const id = await inTransaction(ctx, async (tx) => {
    const made = await addCompany(tx, values);
    if (ctx.actor.userId !== null) await addUserToCompany(tx.db, ctx.actor.userId, made);
    await recordAudit(tx, { action: 'company.create', targetType: 'company', targetId: made, after: values });
    return made;
  });
  return readCompany({ ...ctx, actor: { ...ctx.actor, companyIds: [...ctx.actor.companyIds, id] } }, id);
}

/** @throws AppError `invalid` when there is no such email domain */
export async function requireAliasDomain(ctx: Ctx, id: number | null | undefined): Promise<void> {
  if (id == null || (await hasAliasDomain(ctx.db, id))) return;
  throw invalidField('aliasDomainId', `There is no email domain ${id}.`);
}
