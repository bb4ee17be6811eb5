import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import type { IncomingServerItem } from './incoming-server-schema.ts';
import { updateIncomingServer } from './load-incoming-servers.ts';
import { readIncomingServer } from './read-incoming-server.ts';

/** *Reset confirmation*: the server is not fetched until it is confirmed again. Administrators only. @throws AppError `not_found` */
export async function resetIncomingServer(ctx: Ctx, id: number): Promise<IncomingServerItem> {
  const before = await readIncomingServer(ctx, id);
  return inTransaction(ctx, async (tx) => {
    await updateIncomingServer(tx.db, id, { state: 'draft' });
    const states = { before: { state: before.state }, after: { state: 'draft' } };
    await recordAudit(tx, { action: 'incoming-server.reset', targetType: 'incoming-server', targetId: id, ...states });
    await publishEvent(tx.db, { topic: 'servers' });
    return readIncomingServer(tx, id);
  });
}
