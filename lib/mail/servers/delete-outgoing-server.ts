import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { serverDownAlert } from '#lib/mail/outgoing/verdict/record-server-health.ts';
import { forgetGrant } from './oauth/forget-grant.ts';
import { readOutgoingServer } from './read-outgoing-server.ts';
import { assertServerUnused } from './server-uses.ts';
import { deleteOutgoingServerRow } from './store.ts';

/**
 * Deletes an outgoing server; mail it has sent keeps its name in the timelines. Administrators only.
 * @throws AppError `not_found`, `in_use`
 */
export async function deleteOutgoingServer(ctx: Ctx, id: number): Promise<void> {
  requireAdministrator(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    const before = await readOutgoingServer(tx, id);
    await assertServerUnused(tx, before);
    await forgetGrant(tx, { direction: 'outgoing', serverId: id });
    await deleteOutgoingServerRow(tx.db, id);
    await resolveAlert(tx, serverDownAlert, String(id));
    await recordAudit(tx, {
      action: 'outgoing-server.delete',
      targetType: 'outgoing-server',
      targetId: id,
      before: { ...before },
    });
    await publishEvent(tx.db, { topic: 'servers' });
  });
}
