import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { deleteAliasDomainRow, lockAliases, selectAliasDomain, selectCompaniesOf } from './store.ts';

/**
 * Deletes an alias domain nobody uses. Administrators only.
 * @throws AppError `not_found`, `in_use` with the list of uses
 */
export async function deleteAliasDomain(ctx: Ctx, id: number): Promise<void> {
  requireAdministrator(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    await lockAliases(tx.db);
    const before = await selectAliasDomain(tx.db, id);
    if (!before) throw new AppError('not_found', `There is no alias domain ${id}.`);
    const companies = (await selectCompaniesOf(tx.db, id)).map((company) => company.name);
    const uses = [...companies, ...(before.aliasCount > 0 ? [countOf(before.aliasCount)] : [])];
    if (uses.length > 0) {
      throw new AppError(
        'in_use',
        `${before.name} is still used by: ${uses.join(', ')}. Give them another domain first.`,
      );
    }
    await deleteAliasDomainRow(tx.db, id);
    const entry = { action: 'alias-domain.delete', targetType: 'alias-domain', targetId: id, before: { ...before } };
    await recordAudit(tx, entry);
  });
}

function countOf(aliases: number): string {
  return aliases === 1 ? 'one alias' : `${aliases} aliases`;
}
