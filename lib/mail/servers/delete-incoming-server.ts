import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { resolveAlerts } from '#lib/alerts/resolve-alerts.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { refusalAlert } from '#lib/mail/incoming/ledger/refusal-alert.ts';
import { deleteIncomingServerRow } from './load-incoming-servers.ts';
import { forgetGrant } from './oauth/forget-grant.ts';
import { readIncomingServer } from './read-incoming-server.ts';

/** Deletes a server and the books of its folders; mails it brought stay. Administrators only. @throws AppError `not_found` */
export async function deleteIncomingServer(ctx: Ctx, id: number): Promise<void> {
  const before = await readIncomingServer(ctx, id);
  await inTransaction(ctx, async (tx) => {
    await forgetGrant(tx, { direction: 'incoming', serverId: id });
    await deleteIncomingServerRow(tx.db, id);
    await resolveAlert(tx, 'incoming-server-failing', String(id));
    await resolveAlerts(tx, refusalAlert, `${id}:`);
    const entry = { targetType: 'incoming-server', targetId: id, before: { ...before } };
    await recordAudit(tx, { action: 'incoming-server.delete', ...entry });
    await publishEvent(tx.db, { topic: 'servers' });
  });
}
