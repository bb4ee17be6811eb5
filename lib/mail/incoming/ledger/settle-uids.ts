import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { selectRangesAt } from './load-ranges.ts';
import { lockFolder, replaceRanges } from './store.ts';
import { type Settlement, settleRanges } from './uid-ranges.ts';
import type { UidSpan } from './uid-spans.ts';

/** Spans of one statement. */
const batch = 1000;

/**
 * Notes what became of mails whose numbers are in the books already. Numbers that are not in them stay out.
 * Joins the transaction of `ctx`, and holds the books locked to its end.
 * @param spans in order
 */
export async function settleUids(ctx: Ctx, folderId: number, spans: UidSpan[], settlement: Settlement): Promise<void> {
  for (let start = 0; start < spans.length; start += batch) {
    const some = spans.slice(start, start + batch);
    await inTransaction(ctx, async (tx) => {
      if (!(await lockFolder(tx.db, folderId))) return;
      const old = await selectRangesAt(tx.db, folderId, some);
      await replaceRanges(tx.db, folderId, old, settleRanges(old, some, settlement));
    });
  }
}
