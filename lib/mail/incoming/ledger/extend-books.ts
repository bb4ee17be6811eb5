import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { selectLastRange } from './load-ranges.ts';
import { insertRanges, lockFolder, replaceRanges, updateFolder } from './store.ts';
import { coverWindow, mergeRanges, type UidRange } from './uid-ranges.ts';

/**
 * Takes the numbers up to `nextUid` - 1 into the books, in one transaction; those that are in them already stay as
 * they are. The books begin with 1 and have no gaps: what `noted` leaves out is `absent`.
 * @param noted in order, without overlaps
 * @param uidNext as the server said it; null where it does not tell
 */
export async function extendBooks(
  ctx: Ctx,
  folderId: number,
  { noted, nextUid, uidNext }: { noted: UidRange[]; nextUid: number; uidNext: number | null },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const folder = await lockFolder(tx.db, folderId);
    if (!folder) return;
    const added = coverWindow({ from: folder.cursorUid, to: nextUid - 1 }, noted);
    const [first, ...rest] = added;
    const last = first ? await selectLastRange(tx.db, folderId) : null;
    if (first && last) await replaceRanges(tx.db, folderId, [last], mergeRanges([last, first]));
    await insertRanges(tx.db, folderId, first && !last ? added : rest);
    const cursorUid = Math.max(folder.cursorUid, nextUid);
    if (first || folder.uidNext !== uidNext) await updateFolder(tx.db, folderId, { cursorUid, uidNext }, tx.now());
  });
}
