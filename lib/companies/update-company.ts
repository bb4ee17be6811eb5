import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type CompanyItem, type UpdateCompanyInput, updateCompanySchema } from './company-schema.ts';
import { requireAliasDomain } from './create-company.ts';
import { readCompany } from './read-company.ts';
import { updateCompanyRow } from './store.ts';

/** Renames a company or gives it another email domain. */
export async function updateCompany(ctx: Ctx, id: number, input: UpdateCompanyInput): Promise<CompanyItem> {
  requireAdministrator(ctx.actor);
  const change = parseInput(updateCompanySchema, input);
  const before = await readCompany(ctx, id);
  await requireAliasDomain(ctx, change.aliasDomainId);
  await inTransaction(ctx, async (tx) => {
    await updateCompanyRow(tx.db, id, { ...change, updatedAt: tx.now() });
    const { name, aliasDomainId } = before;
    await recordAudit(tx, {
      action: 'company.update',
      targetType: 'company',
      targetId: id,
      before: { name, aliasDomainId },
      after: change,
    });
  });
  return readCompany(ctx, id);
}
