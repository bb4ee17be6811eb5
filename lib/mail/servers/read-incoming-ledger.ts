import type { Ctx } from '#lib/db/context.ts';
import { loadFolders, loadPop3Books } from './load-incoming-servers.ts';
import { readIncomingServer } from './read-incoming-server.ts';

/** What became of every mail of one folder: the ranges cover 1 to `nextUid` - 1 without gaps. */
export interface FolderLedger {
  folder: string;
  /** Empty for POP3, which has no numbers that last. */
  uidValidity: string;
  /** For POP3 one more than the mails the mailbox ever listed. */
  nextUid: number;
  /** Empty for POP3. */
  ranges: { from: number; to: number; disposition: string }[];
  /** How many mails have each disposition. */
  totals: Record<string, number>;
  /** POP3: what the mailbox held when it was last fetched, mails stored here and left there among them; null for IMAP. */
  mailbox: { listed: number; left: number } | null;
  firstFetchAt: Date;
  updatedAt: Date;
}

/** The books of a server's folders, newest first. Administrators only. @throws AppError `not_found` */
export async function readIncomingLedger(ctx: Ctx, id: number): Promise<{ folders: FolderLedger[] }> {
  const { type } = await readIncomingServer(ctx, id);
  if (type === 'pop3') return { folders: await pop3Ledger(ctx, id) };
  const rows = await loadFolders(ctx.db, id);
  const folders = rows.map(({ cursorUid, createdAt, ...row }) => ({
    ...row,
    nextUid: Number(cursorUid),
    firstFetchAt: createdAt,
    totals: totalsOf(row.ranges),
    mailbox: null,
  }));
  return { folders };
}

/** A mailbox without folders. `seen` is counted when mails are listed, the others when something becomes of them. */
async function pop3Ledger(ctx: Ctx, id: number): Promise<FolderLedger[]> {
  const books = await loadPop3Books(ctx.db, id);
  if (!books) return [];
  const { seen, storedAndGone, goneUntaken, inMailbox, createdAt, updatedAt } = books;
  const all = {
    stored: storedAndGone + inMailbox.stored,
    refused: inMailbox.refused,
    pending: inMailbox.pending,
    gone: goneUntaken,
  };
  const totals = Object.fromEntries(Object.entries(all).filter(([, mails]) => mails > 0));
  const listed = inMailbox.stored + inMailbox.refused + inMailbox.pending;
  const mailbox = { listed, left: inMailbox.stored };
  const fixed = { folder: 'INBOX', uidValidity: '', ranges: [] };
  return [{ ...fixed, nextUid: seen + 1, totals, mailbox, firstFetchAt: createdAt, updatedAt }];
}

function totalsOf(ranges: FolderLedger['ranges']): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { from, to, disposition } of ranges) totals[disposition] = (totals[disposition] ?? 0) + to - from + 1;
  return totals;
}
