import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { deleteAliasRow, lockAliases, selectAlias } from './store.ts';

/** Deletes an alias; mails to its address are quarantined from then on. Administrators only. @throws AppError `not_found` */
export async function deleteAlias(ctx: Ctx, id: number): Promise<void> {
  requireAdministrator(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    await lockAliases(tx.db);
    const before = await selectAlias(tx.db, id);
    if (!before) throw new AppError('not_found', `There is no alias ${id}.`);
    await deleteAliasRow(tx.db, id);
    await recordAudit(tx, { action: 'alias.delete', targetType: 'alias', targetId: id, before: { ...before } });
  });
}
