import { requireAdministrator } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { saveIncomingServer } from './save-incoming-server.ts';
import { saveOutgoingServer } from './save-outgoing-server.ts';
import { selectActiveServerIds } from './store.ts';

/**
 * Archives every outgoing and incoming server, all or none: what switching external email servers off comes to, as the
 * switch is on exactly while there are some. Administrators only.
 * @throws AppError `in_use` with the uses of the first server that is still used
 */
export async function archiveOwnServers(ctx: Ctx): Promise<{ outgoing: number; incoming: number }> {
  requireAdministrator(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    const { outgoing, incoming } = await selectActiveServerIds(tx.db);
    for (const id of outgoing) await saveOutgoingServer(tx, { id, active: false });
    for (const id of incoming) await saveIncomingServer(tx, { id, active: false });
    return { outgoing: outgoing.length, incoming: incoming.length };
  });
}
