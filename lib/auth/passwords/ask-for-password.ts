import type { z } from 'zod';
import { resetPerAccount, resetPerAddress } from '#lib/auth/rate-limit/rule.ts';
import { requireAttempt, takeAttempt } from '#lib/auth/rate-limit/take-attempt.ts';
import type { Visitor } from '#lib/auth/session.ts';
import { findAccountByEmail } from '#lib/auth/store.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { composePasswordReset } from './compose-link-mail.ts';
import { askForPasswordSchema } from './password-schema.ts';
import { sendLink } from './send-link.ts';

const hours = 2;

/**
 * Mails the link to choose a new password, if an active user signs in with this address. Whether one does is not
 * revealed: the answer is the same, and an account asked for too often is passed over in silence.
 * @throws AppError `rate_limited` for too many requests from one network address
 */
export async function askForPassword(
  ctx: Ctx,
  input: z.input<typeof askForPasswordSchema>,
  visitor: Visitor,
): Promise<void> {
  const email = normaliseAddress(parseInput(askForPasswordSchema, input).email);
  const addressKey = `reset:address:${visitor.ipAddress ?? 'unknown'}`;
  await requireAttempt(ctx, addressKey, resetPerAddress, 'Too many new passwords were asked for.');
  const { allowed } = await takeAttempt(ctx, `reset:account:${email}`, resetPerAccount);
  const account = await findAccountByEmail(ctx.db, email);
  if (!allowed || !account?.active) return;
  await inTransaction({ ...ctx, actor: systemActor }, (tx) =>
    sendLink(tx, { id: account.id, name: account.name, email }, 'password_reset', hours, (link) =>
      composePasswordReset({ name: account.name, link, hours }),
    ),
  );
}
