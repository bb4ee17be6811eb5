import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type RetryEmailsInput, retryEmailsSchema } from './email-schema.ts';
import { selectFailedDeliveries } from './load-failures.ts';
import { retryDeliveries } from './queue/retry-deliveries.ts';

/** Deliveries of one call; a larger group takes several. */
const perCall = 5000;

/**
 * Sends again all failed deliveries that a filter names: a group of one cause, or a selection. Administrators only.
 * @returns `more` when the filter names further ones
 */
export async function retryEmails(ctx: Ctx, input: RetryEmailsInput): Promise<{ retried: number; more: boolean }> {
  requireAdministrator(ctx.actor);
  const { filter } = parseInput(retryEmailsSchema, input);
  return inTransaction(ctx, async (tx) => {
    const found = await selectFailedDeliveries(tx.db, filter, perCall + 1);
    const retried = await retryDeliveries(tx, found.slice(0, perCall));
    const after = { filter, retried };
    await recordAudit(tx, { action: 'email.retry-all', targetType: 'email', targetId: 'filter', after });
    return { retried, more: found.length > perCall };
  });
}
