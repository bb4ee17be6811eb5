import { recordAudit } from '#lib/audit/record-audit.ts';
import { hashNewPassword } from '#lib/auth/passwords/hash-new-password.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { addUser } from './add-user.ts';
import { inviteUser } from './invite-user.ts';
import { readUser } from './read-user.ts';
import { type CreateUserInput, createUserSchema, type UserItem } from './user-schema.ts';

/**
 * Adds a user. With a password they may sign in at once; without one they get an invitation by mail.
 * @throws AppError `conflict` when somebody signs in with the address already
 */
export async function createUser(ctx: Ctx, input: CreateUserInput): Promise<UserItem> {
  requireAdministrator(ctx.actor);
  const { password, companyIds = ctx.actor.companyIds, ...user } = parseInput(createUserSchema, input);
  const passwordHash = password === undefined ? null : await hashNewPassword(password, user);
  const id = await inTransaction(ctx, async (tx) => {
    const made = await addUser(tx, { ...user, companyIds, passwordHash });
    const { name, email, role } = user;
    await recordAudit(tx, { action: 'user.create', targetType: 'user', targetId: made, after: { name, email, role } });
    if (passwordHash === null) await inviteUser(tx, made);
    return made;
  });
  return readUser(ctx, id);
}
