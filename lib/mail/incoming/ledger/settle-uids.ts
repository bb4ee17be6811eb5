import type { UidDisposition } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { selectRangesAt } from './load-ranges.ts';
import { resolveRefusals } from './refusal-alert.ts';
import { lockFolder, replaceRanges } from './store.ts';
import { type Settlement, settleRanges } from './uid-ranges.ts';
import { intersectSpans, type UidSpan } from './uid-spans.ts';

/** Spans of one statement. */
const batch = 1000;
/** What else there is leaves nothing to be done about a mail. */
const unsettled: readonly UidDisposition[] = ['pending', 'refused'];

/**
 * Notes what became of mails whose numbers are in the books already. Numbers that are not in them stay out. Alerts about
 * refused mails that were taken after all, or are gone, end with it.
 * Joins the transaction of `ctx`, and holds the books locked to its end.
 * @param spans in order
 */
export async function settleUids(ctx: Ctx, folderId: number, spans: UidSpan[], settlement: Settlement): Promise<void> {
  for (let start = 0; start < spans.length; start += batch) {
    const some = spans.slice(start, start + batch);
    await inTransaction(ctx, async (tx) => {
      const books = await lockFolder(tx.db, folderId);
      if (!books) return;
      const old = await selectRangesAt(tx.db, folderId, some);
      const settled = settleRanges(old, some, settlement);
      await replaceRanges(tx.db, folderId, old, settled);
      if (unsettled.includes(settlement.disposition)) return;
      const over = settled.filter(({ disposition }) => !unsettled.includes(disposition));
      await resolveRefusals(tx, books, intersectSpans(some, over));
    });
  }
}
