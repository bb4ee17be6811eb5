import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { GrantOwner } from './grant-owner.ts';
import { resolveGrantAlerts } from './oauth-alerts.ts';
import { deleteGrant } from './store.ts';

/**
 * *Disconnect*: the tokens of a server are gone; its mail waits until an account is connected again. Administrators only.
 * @throws AppError `not_found` where no account is connected
 */
export async function disconnectAccount(ctx: Ctx, owner: GrantOwner): Promise<void> {
  requireAdministrator(ctx.actor);
  const gone = await forgetGrant(ctx, owner);
  if (!gone) throw new AppError('not_found', 'No account is connected to this server.');
}

/**
 * Wipes the tokens of a server, because it signs in elsewhere or otherwise from now on.
 * @returns whether there were any
 */
export async function forgetGrant(ctx: Ctx, owner: GrantOwner): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    await resolveGrantAlerts(tx, owner);
    const gone = await deleteGrant(tx.db, owner);
    if (!gone) return false;
    await recordAudit(tx, {
      action: `${owner.direction}-server.disconnect-account`,
      targetType: `${owner.direction}-server`,
      targetId: owner.serverId,
      before: gone,
    });
    await publishEvent(tx.db, { topic: 'servers' });
    return true;
  });
}
