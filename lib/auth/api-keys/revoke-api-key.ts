import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireSignedIn } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { findKey, markRevoked } from './store.ts';

/**
 * Ends a key at once. The row stays, so that the audit log keeps its meaning; revoking twice changes nothing.
 * @throws AppError `not_found` for an unknown key and for somebody else's (administrators may revoke all)
 */
export async function revokeApiKey(ctx: Ctx, id: number): Promise<void> {
  requireSignedIn(ctx.actor);
  const key = await findKey(ctx.db, id);
  const isMine = key?.userId === ctx.actor.userId || ctx.actor.role === 'administrator';
  if (!key || !isMine) throw new AppError('not_found', `There is no API key ${id}.`);
  await inTransaction(ctx, async (tx) => {
    if (!(await markRevoked(tx.db, id, tx.now()))) return;
    await recordAudit(tx, {
      action: 'api-key.revoke',
      targetType: 'api-key',
      targetId: id,
      before: { name: key.name },
    });
  });
}
