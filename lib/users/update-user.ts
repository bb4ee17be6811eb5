import { recordAudit } from '#lib/audit/record-audit.ts';
import { hashNewPassword } from '#lib/auth/passwords/hash-new-password.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { endSessionsOf } from '#lib/auth/session.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isUniqueViolation } from '#lib/db/postgres-errors.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { sanitizeComposerHtml } from '#lib/mail/message/sanitize-html.ts';
import { addressTaken, requireAddress, requireCompanies } from './add-user.ts';
import { readUser } from './read-user.ts';
import { countAdministrators, renameUserContact, replaceUserCompanies, updateUserRow } from './store.ts';
import { type UpdateUserInput, type UserItem, updateUserSchema } from './user-schema.ts';

/**
 * Changes a user. A new role, a new password and deactivation end all of their sessions.
 * @throws AppError `conflict` for the last administrator losing the role, and for an address already in use
 */
export async function updateUser(ctx: Ctx, id: number, input: UpdateUserInput): Promise<UserItem> {
  requireAdministrator(ctx.actor);
  const { password, companyIds, ...values } = parseInput(updateUserSchema, input);
  const before = await readUser(ctx, id);
  const change = {
    ...values,
    ...(values.email && { email: normaliseAddress(values.email) }),
    ...(values.signature && { signature: sanitizeComposerHtml(values.signature) }),
    ...(password && { passwordHash: await hashNewPassword(password, { ...before, ...values }) }),
  };
  requireAddress(values.email);
  if (companyIds) await requireCompanies(ctx, companyIds);
  const write = inTransaction(ctx, async (tx) => {
    await requireAnotherAdministrator(tx, before, change);
    const updatedAt = tx.now();
    await updateUserRow(tx.db, id, { ...change, updatedAt });
    await renameUserContact(tx.db, before.contactId, { ...contactChange(values), updatedAt });
    if (companyIds) await replaceUserCompanies(tx.db, id, companyIds);
    if (endsSessions(before, change)) await endSessionsOf(tx, id);
    await recordAudit(tx, {
      action: 'user.update',
      targetType: 'user',
      targetId: id,
      before: { name: before.name, email: before.email, role: before.role, active: before.active },
      after: { ...change, ...(companyIds && { companyIds }) },
    });
  });
  await write.catch((error) => {
    throw isUniqueViolation(error, 'user_account_email_key') ? addressTaken(values.email ?? '', error) : error;
  });
  return readUser(ctx, id);
}

type Change = { role?: string; active?: boolean; passwordHash?: string };

async function requireAnotherAdministrator(ctx: Ctx, before: UserItem, change: Change): Promise<void> {
  const wasOne = before.role === 'administrator' && before.active;
  const staysOne = (change.role ?? before.role) === 'administrator' && (change.active ?? before.active);
  if (!wasOne || staysOne || (await countAdministrators(ctx.db)) > 1) return;
  throw new AppError(
    'conflict',
    `${before.name} is the last administrator. Make somebody else an administrator first.`,
  );
}

function endsSessions(before: UserItem, change: Change): boolean {
  return (
    change.active === false ||
    change.passwordHash !== undefined ||
    (change.role !== undefined && change.role !== before.role)
  );
}

function contactChange(values: { name?: string; email?: string }) {
  return {
    ...(values.name && { name: values.name }),
    ...(values.email && { email: values.email, emailNormalised: normaliseAddress(values.email) }),
  };
}
