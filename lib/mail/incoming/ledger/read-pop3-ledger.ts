import type { Ctx } from '#lib/db/context.ts';
import { loadPop3Books } from '#lib/mail/servers/load-incoming-servers.ts';
import type { FolderLedger } from './ledger-schema.ts';

/**
 * The books of a POP3 mailbox, which has no folders and no numbers that last: how many mails it ever listed, and what
 * became of them. `seen` is counted when mails are listed, the others when something becomes of them.
 */
export async function readPop3Ledger(ctx: Ctx, serverId: number): Promise<FolderLedger[]> {
  const books = await loadPop3Books(ctx.db, serverId);
  if (!books) return [];
  const { seen, storedAndGone, goneUntaken, inMailbox, createdAt, updatedAt } = books;
  const all = {
    stored: storedAndGone + inMailbox.stored,
    refused: inMailbox.refused,
    pending: inMailbox.pending,
    gone: goneUntaken,
  };
  const accounted = Object.values(all).reduce((sum, mails) => sum + mails, 0);
  const listed = inMailbox.stored + inMailbox.refused + inMailbox.pending;
  return [
    {
      ...{ id: null, account: '', folder: 'INBOX', uidValidity: '', uidNext: null, nextUid: seen + 1 },
      ...{ balanced: accounted === seen, accounted },
      totals: Object.fromEntries(Object.entries(all).filter(([, mails]) => mails > 0)),
      ...{ rangeCount: 0, ranges: [], nextFrom: null },
      mailbox: { listed, left: inMailbox.stored },
      ...{ firstFetchAt: createdAt, updatedAt, checkedAt: null, closedAt: null },
    },
  ];
}
