import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { EmailDetail } from './email-schema.ts';
import { hurryDeliveries, selectServersOf } from './queue/store.ts';
import { readEmail } from './read-email.ts';
import { probeServerNow } from './verdict/record-server-health.ts';
import { announce } from './verdict/record-verdict.ts';
import { lockEmails, refreshEmailStates } from './verdict/store.ts';

/**
 * Sends what waits of a mail at once: a schedule, the wait after a refusal and the pause of a server that was down are
 * passed over. Does not wait for the server.
 * @throws AppError `not_found`; `conflict` when nothing waits
 */
export async function sendEmailNow(ctx: Ctx, id: number): Promise<EmailDetail> {
  requireAdministrator(ctx.actor);
  await readEmail(ctx, id);
  return inTransaction(ctx, async (tx) => {
    await lockEmails(tx.db, [id]);
    // Breakers before deliveries, as everybody locks them.
    for (const serverId of await selectServersOf(tx.db, [id])) await probeServerNow(tx, serverId);
    const waiting = await hurryDeliveries(tx.db, [id], tx.now());
    if (waiting.length === 0) {
      throw new AppError(
        'conflict',
        'Nothing of this mail waits to be sent. Retry sends it again to those it did not reach.',
      );
    }
    await tx.jobs.send(tx.db, 'send-email', { emailId: id });
    await recordAudit(tx, { action: 'email.send-now', targetType: 'email', targetId: id });
    await announce(tx, await refreshEmailStates(tx.db, [id], tx.now()));
    return readEmail(tx, id);
  });
}
