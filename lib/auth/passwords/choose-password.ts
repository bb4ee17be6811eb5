import type { z } from 'zod';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { tokenPerAddress } from '#lib/auth/rate-limit/rule.ts';
import { forgetAttempts } from '#lib/auth/rate-limit/store.ts';
import { requireAttempt } from '#lib/auth/rate-limit/take-attempt.ts';
import { startSession, type Visitor } from '#lib/auth/session.ts';
import {
  findLinkOwner,
  noteSignIn,
  removeLinksOf,
  removeSessionsOf,
  spendLink,
  storePasswordHash,
} from '#lib/auth/store.ts';
import { sha256 } from '#lib/core/crypto.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { hashNewPassword } from './hash-new-password.ts';
import { choosePasswordSchema } from './password-schema.ts';

/**
 * Sets the password of who follows a link of an invitation or a forgotten password, ends their other sessions and signs
 * this browser in.
 * @throws AppError `conflict` when the link was used or has expired
 */
export async function choosePassword(
  ctx: Ctx,
  input: z.input<typeof choosePasswordSchema>,
  visitor: Visitor,
): Promise<{ sessionToken: string }> {
  const { token, kind, password } = parseInput(choosePasswordSchema, input);
  const addressKey = `link:address:${visitor.ipAddress ?? 'unknown'}`;
  await requireAttempt(ctx, addressKey, tokenPerAddress, 'Too many attempts to choose a password.');
  const tokenHash = sha256(token);
  const owner = await findLinkOwner(ctx.db, tokenHash, kind, ctx.now());
  if (!owner) throw linkIsOver();
  const passwordHash = await hashNewPassword(password, owner);
  const sessionToken = await inTransaction(ctx, async (tx) => {
    if (!(await spendLink(tx.db, tokenHash, kind, tx.now()))) throw linkIsOver();
    await storePasswordHash(tx.db, owner.id, passwordHash, tx.now());
    await removeSessionsOf(tx.db, owner.id);
    await removeLinksOf(tx.db, owner.id);
    await noteSignIn(tx.db, owner.id, tx.now());
    await recordAudit(tx, { action: `user.accept-${kind}`, targetType: 'user', targetId: owner.id });
    return startSession(tx, owner.id, visitor);
  });
  await forgetAttempts(ctx.db, `sign-in:account:${owner.email}`);
  return { sessionToken };
}

function linkIsOver(): AppError {
  return new AppError('conflict', 'This link was used already or has expired. Ask for a new one.');
}
