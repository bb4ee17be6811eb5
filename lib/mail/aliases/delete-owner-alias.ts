import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { deleteAliasRow, lockAliases, selectOwnerAlias } from './store.ts';

/** Deletes the alias of an owner that is being deleted, if it has one. The caller has checked that the actor may. */
export async function deleteOwnerAlias(ctx: Ctx, owner: { ownerModel: string; ownerId: number }): Promise<void> {
  requireSignedIn(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    await lockAliases(tx.db);
    const before = await selectOwnerAlias(tx.db, owner.ownerModel, owner.ownerId);
    if (!before) return;
    await deleteAliasRow(tx.db, before.id);
    await recordAudit(tx, { action: 'alias.delete', targetType: 'alias', targetId: before.id, before: { ...before } });
  });
}
