import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readIncomingServer } from '#lib/mail/servers/read-incoming-server.ts';
import { accountedFor, booksBalance } from './books-balance.ts';
import { type FolderLedger, type LedgerQuery, ledgerQuerySchema } from './ledger-schema.ts';
import { selectRanges, selectSums } from './load-ranges.ts';
import { readPop3Ledger } from './read-pop3-ledger.ts';
import { type FolderRow, selectFolders } from './store.ts';

/**
 * What became of every mail of a server's folders: the books, those written last first, each with a page of its ranges.
 * Administrators only.
 * @throws AppError `not_found`, `invalid`
 */
export async function readLedger(
  ctx: Ctx,
  { id, ...query }: { id: number } & LedgerQuery,
): Promise<{ folders: FolderLedger[] }> {
  const { folderId, disposition, from, limit } = parseInput(ledgerQuerySchema, query);
  const { type } = await readIncomingServer(ctx, id);
  if (type === 'pop3') return { folders: await readPop3Ledger(ctx, id) };
  const rows = await selectFolders(ctx.db, id, folderId);
  const sums = await selectSums(
    ctx.db,
    rows.map((row) => row.id),
  );
  const page = async (row: FolderRow): Promise<FolderLedger> => {
    const ranges = await selectRanges(ctx.db, row.id, { from, limit: limit + 1, disposition });
    const shown = ranges.slice(0, limit);
    const sum = sums.get(row.id);
    const { account, folder, uidValidity, uidNext, updatedAt, checkedAt, closedAt } = row;
    return {
      ...{ id: row.id, account, folder, uidValidity, uidNext, nextUid: row.cursorUid },
      balanced: booksBalance(row, sum),
      accounted: accountedFor(sum),
      totals: sum?.totals ?? {},
      rangeCount: sum?.count ?? 0,
      ranges: shown,
      mailbox: null,
      nextFrom: ranges.length > limit ? (shown.at(-1)?.to ?? 0) + 1 : null,
      ...{ firstFetchAt: row.createdAt, updatedAt, checkedAt, closedAt },
    };
  };
  return { folders: await Promise.all(rows.map(page)) };
}
