import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { IncomingMailDetail } from './incoming-mail-schema.ts';
import { lockIncomingMail, writeResult } from './keep/store.ts';
import { readIncomingMail, requireStoredMail } from './read-incoming-mail.ts';

/**
 * Says that nothing is to be done with a mail (`no_op`). It stays in the log. Administrators only.
 * @throws AppError `not_found`, `conflict` when it stands in a document already
 */
export async function discardIncomingMail(ctx: Ctx, id: number): Promise<IncomingMailDetail> {
  await requireStoredMail(ctx, id);
  await inTransaction(ctx, async (tx) => {
    const row = await lockIncomingMail(tx.db, id);
    if (row?.routes.some((route) => route.messageId !== null)) {
      throw new AppError('conflict', 'This mail stands in a document already. Delete the message there.');
    }
    const reason = `Discarded by ${ctx.actor.name}.`;
    const trace = [...(row?.trace ?? []), { rule: 'by hand', matched: true, detail: reason }];
    await writeResult(tx.db, id, { outcome: 'no_op', reason, routes: [], trace }, tx.now());
    await resolveAlert(tx, 'incoming-mail-failed', String(id));
    const entry = { targetType: 'incoming-mail', targetId: id, before: { outcome: row?.outcome ?? null } };
    await recordAudit(tx, { action: 'incoming-mail.discard', ...entry });
    await publishEvent(tx.db, { topic: 'incoming-mails' });
  });
  return readIncomingMail(ctx, id);
}
