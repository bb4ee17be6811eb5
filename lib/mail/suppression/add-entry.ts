import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { findEntryOf, insertEntry, updateEntryRow } from './store.ts';
import {
  type AddEntryInput,
  addEntrySchema,
  type SuppressionItem,
  type SuppressionList,
} from './suppression-schema.ts';

/**
 * Puts an address on a list. One that was taken off comes back with its history; one that is on it stays, with the new
 * reason if one is given. With `active: false` an unknown address is kept as one that was taken off. Administrators only.
 */
export async function addEntry(ctx: Ctx, list: SuppressionList, input: AddEntryInput): Promise<SuppressionItem> {
  requireAdministrator(ctx.actor);
  const { email, reason = null, active } = parseInput(addEntrySchema, input);
  const row = { email: normaliseAddress(email), reason, active };
  return inTransaction(ctx, async (tx) => {
    const made = await insertEntry(tx.db, list, row);
    if (made) {
      await recordAudit(tx, { action: `${list}.add`, targetType: list, targetId: made.id, after: row });
      return made;
    }
    const before = await findEntryOf(tx.db, list, row.email);
    if (!before) throw new AppError('conflict', `${row.email} was changed at the same moment. Try again.`);
    const change = { active, reason: reason ?? before.reason };
    if (before.active === change.active && before.reason === change.reason) return before;
    const after = await updateEntryRow(tx.db, list, before.id, { ...change, updatedAt: tx.now() });
    await recordAudit(tx, {
      action: before.active ? `${list}.update` : `${list}.restore`,
      targetType: list,
      targetId: before.id,
      before: { active: before.active, reason: before.reason },
      after: change,
    });
    return after ?? before;
  });
}
