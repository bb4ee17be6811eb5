import { recordAudit } from '#lib/audit/record-audit.ts';
import { composeInvitation } from '#lib/auth/passwords/compose-link-mail.ts';
import { sendLink } from '#lib/auth/passwords/send-link.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { readUser } from './read-user.ts';

const days = 7;

/**
 * Mails a user the link to choose a first password; a second invitation makes the first link useless.
 * @throws AppError `conflict` when they have a password already, or are deactivated
 */
export async function inviteUser(ctx: Ctx, id: number): Promise<void> {
  requireAdministrator(ctx.actor);
  const user = await readUser(ctx, id);
  if (!user.active) throw new AppError('conflict', `${user.name} is deactivated. Activate the user first.`);
  if (!user.invited) {
    throw new AppError('conflict', `${user.name} has a password already and can sign in with ${user.email}.`);
  }
  const inviter = ctx.actor.kind === 'system' ? 'Your administrator' : ctx.actor.name;
  await inTransaction(ctx, async (tx) => {
    await sendLink(tx, user, 'invitation', days * 24, (link) =>
      composeInvitation({ name: user.name, inviter, link, days }),
    );
    await recordAudit(tx, { action: 'user.invite', targetType: 'user', targetId: id, after: { email: user.email } });
  });
}
