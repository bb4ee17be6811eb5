import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type EmailDetail, retryEmailSchema } from './email-schema.ts';
import { retryDeliveries } from './queue/retry-deliveries.ts';
import { selectDeliveryFacts } from './queue/store.ts';
import { readEmail } from './read-email.ts';

/**
 * Sends a mail again to those it did not reach (failed, bounced, unknown), or to some of them.
 * @throws AppError `not_found`; `conflict` when there is nothing to retry
 */
export async function retryEmail(
  ctx: Ctx,
  input: { id: number; deliveryIds?: number[] | undefined },
): Promise<EmailDetail> {
  requireAdministrator(ctx.actor);
  const { deliveryIds } = parseInput(retryEmailSchema, { deliveryIds: input.deliveryIds });
  await readEmail(ctx, input.id);
  return inTransaction(ctx, async (tx) => {
    const all = await selectDeliveryFacts(tx.db, input.id);
    const asked = deliveryIds ? all.filter((delivery) => deliveryIds.includes(delivery.id)) : all;
    const retried = await retryDeliveries(tx, asked);
    if (retried === 0) {
      const advice = 'Only failed, bounced and unknown recipients with a usable address can be tried again.';
      throw new AppError('conflict', `There is nothing to retry. ${advice}`);
    }
    await recordAudit(tx, { action: 'email.retry', targetType: 'email', targetId: input.id, after: { retried } });
    return readEmail(tx, input.id);
  });
}
