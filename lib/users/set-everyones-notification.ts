import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { changeNotification } from './store.ts';
import { type EveryonesNotificationInput, everyonesNotificationSchema } from './user-schema.ts';

/**
 * Sets how all active users are notified, by email or in PerfectWORK; each of them may change it back. Administrators
 * only.
 * @returns how many it is new for
 */
export async function setEveryonesNotification(
  ctx: Ctx,
  input: EveryonesNotificationInput,
): Promise<{ changed: number }> {
  requireAdministrator(ctx.actor);
  const { notification } = parseInput(everyonesNotificationSchema, input);
  return inTransaction(ctx, async (tx) => {
    const userIds = await changeNotification(tx.db, notification, tx.now());
    await recordAudit(tx, {
      action: 'user.notification-for-all',
      targetType: 'user',
      targetId: 'all',
      after: { notification, userIds },
    });
    return { changed: userIds.length };
  });
}
