import { z } from 'zod';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { EmailDetail } from './email-schema.ts';
import { rescheduleDeliveries } from './queue/store.ts';
import { readEmail } from './read-email.ts';
import { announce } from './verdict/record-verdict.ts';
import { lockEmails, refreshEmailStates } from './verdict/store.ts';

export const rescheduleEmailSchema = z.object({
  scheduledAt: z.coerce.date().meta({ description: 'Not before this moment, which lies ahead' }),
});

/**
 * Moves a mail that has not left yet to another hour. Administrators only.
 * @throws AppError `not_found`; `invalid` for a moment that has passed; `conflict` when it was tried already
 */
export async function rescheduleEmail(
  ctx: Ctx,
  input: z.input<typeof rescheduleEmailSchema> & { id: number },
): Promise<EmailDetail> {
  requireAdministrator(ctx.actor);
  const { scheduledAt } = parseInput(rescheduleEmailSchema, { scheduledAt: input.scheduledAt });
  const before = await readEmail(ctx, input.id);
  if (scheduledAt <= ctx.now()) {
    throw invalidField('scheduledAt', 'This moment has passed. Choose a later one, or send the mail now.');
  }
  return inTransaction(ctx, async (tx) => {
    await lockEmails(tx.db, [input.id]);
    if ((await rescheduleDeliveries(tx.db, input.id, scheduledAt, tx.now())) === 0) {
      throw new AppError('conflict', 'This mail has been tried already; only what has not begun can wait for an hour.');
    }
    await tx.jobs.send(tx.db, 'send-email', { emailId: input.id }, scheduledAt);
    const change = { before: { scheduledAt: before.scheduledAt }, after: { scheduledAt } };
    await recordAudit(tx, { action: 'email.reschedule', targetType: 'email', targetId: input.id, ...change });
    await announce(tx, await refreshEmailStates(tx.db, [input.id], tx.now()));
    return readEmail(tx, input.id);
  });
}
