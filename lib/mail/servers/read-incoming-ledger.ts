import type { Ctx } from '#lib/db/context.ts';
import { loadFolders } from './load-incoming-servers.ts';
import { readIncomingServer } from './read-incoming-server.ts';

/** What became of every mail of one folder: the ranges cover 1 to `nextUid` - 1 without gaps. */
export interface FolderLedger {
  folder: string;
  uidValidity: string;
  nextUid: number;
  ranges: { from: number; to: number; disposition: string }[];
  /** How many numbers have each disposition. */
  totals: Record<string, number>;
  firstFetchAt: Date;
  updatedAt: Date;
}

/** The books of a server's folders, newest first. Administrators only. @throws AppError `not_found` */
export async function readIncomingLedger(ctx: Ctx, id: number): Promise<{ folders: FolderLedger[] }> {
  await readIncomingServer(ctx, id);
  const rows = await loadFolders(ctx.db, id);
  const folders = rows.map(({ cursorUid, createdAt, ...row }) => ({
    ...row,
    nextUid: Number(cursorUid),
    firstFetchAt: createdAt,
    totals: totalsOf(row.ranges),
  }));
  return { folders };
}

function totalsOf(ranges: FolderLedger['ranges']): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { from, to, disposition } of ranges) totals[disposition] = (totals[disposition] ?? 0) + to - from + 1;
  return totals;
}
