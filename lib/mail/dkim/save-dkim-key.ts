import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type DkimKeyItem, type UpdateDkimKeyInput, updateDkimKeySchema } from './dkim-key-schema.ts';
import { readDkimKey } from './read-dkim-key.ts';
import { refreshSigning } from './refresh-signing.ts';
import { updateDkimKeyActive } from './store.ts';

/**
 * Lets a key sign, or no longer. Workers on other machines follow within 30 seconds. Administrators only.
 * @throws AppError `not_found`
 */
export async function saveDkimKey(ctx: Ctx, input: UpdateDkimKeyInput & { id: number }): Promise<DkimKeyItem> {
  requireAdministrator(ctx.actor);
  const { active } = parseInput(updateDkimKeySchema, { active: input.active });
  const saved = await inTransaction(ctx, async (tx) => {
    const before = await readDkimKey(tx, input.id);
    await updateDkimKeyActive(tx.db, before.id, active, ctx.now());
    const action = active ? 'dkim-key.activate' : 'dkim-key.deactivate';
    const facts = { before: { active: before.active }, after: { active } };
    await recordAudit(tx, { action, targetType: 'dkim-key', targetId: before.id, ...facts });
    await publishEvent(tx.db, { topic: 'servers' });
    return readDkimKey(tx, before.id);
  });
  await refreshSigning(ctx, saved.domain);
  return saved;
}
