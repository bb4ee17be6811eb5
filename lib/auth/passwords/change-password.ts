import type { z } from 'zod';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { verifyPassword } from '#lib/auth/password-hash.ts';
import { hashNewPassword } from '#lib/auth/passwords/hash-new-password.ts';
import { changePasswordSchema } from '#lib/auth/passwords/password-schema.ts';
import { signInPerAccount } from '#lib/auth/rate-limit/rule.ts';
import { forgetAttempts } from '#lib/auth/rate-limit/store.ts';
import { requireAttempt } from '#lib/auth/rate-limit/take-attempt.ts';
import { startSession, type Visitor } from '#lib/auth/session.ts';
import { findPasswordHash, removeSessionsOf, storePasswordHash } from '#lib/auth/store.ts';
import { invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { readPreferences } from '#lib/users/read-preferences.ts';

/**
 * Changes one's own password. All sessions end; the answer is the token of a new one for this browser
 * (`writeSessionCookie`).
 * @throws AppError `invalid` on `currentPassword` when it is wrong; `rate_limited`
 */
export async function changePassword(
  ctx: Ctx,
  input: z.input<typeof changePasswordSchema>,
  visitor: Visitor,
): Promise<{ sessionToken: string }> {
  const me = await readPreferences(ctx);
  const { currentPassword, newPassword } = parseInput(changePasswordSchema, input);
  const attempts = `password:account:${me.id}`;
  await requireAttempt(ctx, attempts, signInPerAccount, 'The present password was wrong too often.');
  if (!(await verifyPassword(await findPasswordHash(ctx.db, me.id), currentPassword))) {
    throw invalidField('currentPassword', 'This is not your present password.');
  }
  await forgetAttempts(ctx.db, attempts);
  const passwordHash = await hashNewPassword(newPassword, me);
  return inTransaction(ctx, async (tx) => {
    await storePasswordHash(tx.db, me.id, passwordHash, tx.now());
    await removeSessionsOf(tx.db, me.id);
    await recordAudit(tx, { action: 'user.change-password', targetType: 'user', targetId: me.id });
    return { sessionToken: await startSession(tx, me.id, visitor) };
  });
}
