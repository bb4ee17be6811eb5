import type { z } from 'zod';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { verifyPassword } from './password-hash.ts';
import { signInPerAccount, signInPerAddress } from './rate-limit/rule.ts';
import { forgetAttempts, uncountAttempt } from './rate-limit/store.ts';
import { requireAttempt } from './rate-limit/take-attempt.ts';
import { startSession, type Visitor } from './session.ts';
import { noteBaseUrl } from './setup/note-base-url.ts';
import { signInSchema } from './sign-in-schema.ts';
import { findAccountByEmail, noteSignIn } from './store.ts';

/**
 * Checks address and password and opens a session of its own, whatever the browser held before.
 * @param origin what the browser shows as our address
 * @throws AppError `unauthenticated` in the same words for an unknown address and a wrong password; `rate_limited`
 */
export async function signIn(
  ctx: Ctx,
  input: z.input<typeof signInSchema>,
  visitor: Visitor,
  origin: string | null,
): Promise<{ userId: number; sessionToken: string }> {
  const { email, password } = parseInput(signInSchema, input);
  const accountKey = `sign-in:account:${normaliseAddress(email)}`;
  const addressKey = `sign-in:address:${visitor.ipAddress ?? 'unknown'}`;
  const refused = 'Too many attempts to sign in failed.';
  await requireAttempt(ctx, addressKey, signInPerAddress, refused);
  await requireAttempt(ctx, accountKey, signInPerAccount, refused);
  const account = await findAccountByEmail(ctx.db, normaliseAddress(email));
  const isRight = await verifyPassword(account?.passwordHash ?? null, password);
  if (!account?.active || !isRight) {
    throw new AppError('unauthenticated', 'Address and password do not match. Check both, or ask for a new password.');
  }
  await uncountAttempt(ctx.db, addressKey);
  await forgetAttempts(ctx.db, accountKey);
  return inTransaction(ctx, async (tx) => {
    await noteSignIn(tx.db, account.id, tx.now());
    if (account.role === 'administrator' && origin) await noteBaseUrl(tx, origin);
    return { userId: account.id, sessionToken: await startSession(tx, account.id, visitor) };
  });
}
