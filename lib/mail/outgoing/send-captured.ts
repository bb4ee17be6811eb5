import { z } from 'zod';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { isCapturing } from '#lib/instance/is-capturing.ts';
import { loadCapturedMails, releaseCaptured } from './queue/release-captured.ts';
import { wakeDueEmails } from './queue/wake-due-emails.ts';
import { announce } from './verdict/record-verdict.ts';
import { lockEmails, refreshEmailStates } from './verdict/store.ts';

/** Mails of one call; the answer says when there are more. */
const perCall = 1000;

export const sendCapturedSchema = z.object({
  ids: z
    .array(z.int().positive())
    .min(1)
    .max(perCall)
    .optional()
    .meta({ description: 'Mails of the sandbox; left out: every captured one' }),
});

/**
 * Sends captured mail for real, once the database was claimed: its deliveries go back into the queue, with the same
 * Message-ID. Administrators only.
 * @returns how many mails go out; `more` when further ones are left
 * @throws AppError `conflict` while the database is a copy, or when none of them was captured
 */
export async function sendCaptured(
  ctx: Ctx,
  input: z.input<typeof sendCapturedSchema>,
): Promise<{ sent: number; more: boolean }> {
  requireAdministrator(ctx.actor);
  const { ids } = parseInput(sendCapturedSchema, input);
  if (await isCapturing(ctx)) {
    throw new AppError('conflict', 'This is still a copy of a database: nothing leaves. Claim the database first.');
  }
  return inTransaction(ctx, async (tx) => {
    const found = await loadCapturedMails(tx.db, ids ?? null, perCall + 1);
    const mails = found.slice(0, perCall);
    if (mails.length === 0) throw new AppError('conflict', 'Of these mails none was captured, or all were sent since.');
    await lockEmails(
      tx.db,
      mails.flatMap((mail) => mail.emailId ?? []),
    );
    const emailIds = await releaseCaptured(tx.db, mails, tx.now());
    const after = { mails: mails.map((mail) => mail.id), emails: emailIds.length };
    await recordAudit(tx, { action: 'email.send-captured', targetType: 'email', targetId: 'captured', after });
    await announce(tx, await refreshEmailStates(tx.db, emailIds, tx.now()));
    await publishEvent(tx.db, { topic: 'sandbox' });
    await wakeDueEmails(tx);
    return { sent: mails.length, more: found.length > perCall };
  });
}
