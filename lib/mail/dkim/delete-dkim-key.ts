import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { readDkimKey } from './read-dkim-key.ts';
import { refreshSigning } from './refresh-signing.ts';
import { deleteDkimKeyRow } from './store.ts';

/**
 * Deletes a key that does not sign any more; it cannot be brought back. Administrators only.
 * @throws AppError `not_found`; `in_use` while it is active
 */
export async function deleteDkimKey(ctx: Ctx, id: number): Promise<void> {
  requireAdministrator(ctx.actor);
  const before = await inTransaction(ctx, async (tx) => {
    const found = await readDkimKey(tx, id);
    const { domain, selector, algorithm, active } = found;
    if (active) {
      throw new AppError('in_use', `The key ${selector} signs the mails From ${domain}. Deactivate it first.`);
    }
    await deleteDkimKeyRow(tx.db, id);
    const facts = { domain, selector, algorithm };
    await recordAudit(tx, { action: 'dkim-key.delete', targetType: 'dkim-key', targetId: id, before: facts });
    await publishEvent(tx.db, { topic: 'servers' });
    return found;
  });
  await refreshSigning(ctx, before.domain);
}
