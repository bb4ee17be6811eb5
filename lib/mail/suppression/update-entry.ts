import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { findEntry, updateEntryRow } from './store.ts';
import {
  type SuppressionItem,
  type SuppressionList,
  type UpdateEntryInput,
  updateEntrySchema,
} from './suppression-schema.ts';

/**
 * Changes the reason of an address, or takes it off the list (`active: false`) and puts it back. The address itself
 * stays: another address is another entry. Administrators only.
 * @throws AppError `not_found`
 */
export async function updateEntry(
  ctx: Ctx,
  list: SuppressionList,
  id: number,
  input: UpdateEntryInput,
): Promise<SuppressionItem> {
  requireAdministrator(ctx.actor);
  const change = parseInput(updateEntrySchema, input);
  return inTransaction(ctx, async (tx) => {
    const before = await findEntry(tx.db, list, id);
    const after = before && (await updateEntryRow(tx.db, list, id, { ...change, updatedAt: tx.now() }));
    if (!before || !after) throw new AppError('not_found', `There is no entry ${id} on this list.`);
    await recordAudit(tx, {
      action: change.active === false ? `${list}.remove` : `${list}.update`,
      targetType: list,
      targetId: id,
      before: { email: before.email, active: before.active, reason: before.reason },
      after: { active: after.active, reason: after.reason },
    });
    return after;
  });
}
