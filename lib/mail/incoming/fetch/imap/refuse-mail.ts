import { openAlert } from '#lib/alerts/open-alert.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { refusalAlert, refusalKey } from '../../ledger/refusal-alert.ts';
import { settleUids } from '../../ledger/settle-uids.ts';
import type { FolderRow } from '../../ledger/store.ts';
import type { FetchableServer } from '../store.ts';

/** One mail that cannot be taken must not hold up those behind it, nor vanish unseen. */
export async function refuseMail(
  ctx: Ctx,
  server: FetchableServer,
  books: FolderRow,
  { uid, reason }: { uid: number; reason: string },
): Promise<void> {
  ctx.log.warn({ reason, serverId: server.id, uid }, 'a mail could not be fetched');
  await inTransaction(ctx, async (tx) => {
    await settleUids(tx, books.id, [{ from: uid, to: uid }], { disposition: 'refused', reason, only: ['pending'] });
    await openAlert(tx, {
      kind: refusalAlert,
      key: refusalKey(books, uid),
      severity: 'warning',
      title: `A mail in ${server.name} could not be fetched`,
      detail: `Mail number ${uid} of folder ${books.folder} stays in the mailbox: ${reason} Look at it there; "Check the books now" on the server tries it again.`,
      link: `/technical/incoming-servers/${server.id}`,
    });
  });
}
