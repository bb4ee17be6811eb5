import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { EmailDetail } from './email-schema.ts';
import { cancelDeliveries } from './queue/store.ts';
import { readEmail } from './read-email.ts';
import { announce } from './verdict/record-verdict.ts';
import { lockEmails, refreshEmailStates } from './verdict/store.ts';

/**
 * Takes back what has not left yet. Recipients who have the mail keep it.
 * @throws AppError `not_found`; `conflict` when nothing waits
 */
export async function cancelEmail(ctx: Ctx, id: number): Promise<EmailDetail> {
  requireAdministrator(ctx.actor);
  await readEmail(ctx, id);
  return inTransaction(ctx, async (tx) => {
    await lockEmails(tx.db, [id]);
    const cancelled = (await cancelDeliveries(tx.db, [id], tx.now())).length;
    if (cancelled === 0)
      throw new AppError('conflict', 'Nothing of this mail waits any more; it cannot be taken back.');
    await recordAudit(tx, { action: 'email.cancel', targetType: 'email', targetId: id, after: { cancelled } });
    await announce(tx, await refreshEmailStates(tx.db, [id], tx.now()));
    return readEmail(tx, id);
  });
}
