import { openAlert } from '#lib/alerts/open-alert.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { UidDisposition } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { booksBalance } from './books-balance.ts';
import { type FolderSums, selectHoles, selectRanges, selectUnnotedDuplicates } from './load-ranges.ts';
import { settleUids } from './settle-uids.ts';
import { type FolderRow, insertRanges, lockFolder, updateFolder } from './store.ts';
import { countUids, intersectSpans, spansOf, subtractSpans, type UidSpan } from './uid-spans.ts';

/** Books are compared with the mailbox at least once in this time. */
const every = 24 * 3_600_000;
const rangesAtOnce = 5000;

/** Whether it is time to compare. */
export function isCheckDue({ checkedAt, createdAt }: FolderRow, now: Date): boolean {
  return (checkedAt ?? createdAt) < addMilliseconds(now, -every);
}

/**
 * Compares the books with all that is in the open folder: what is there and stands in them as gone or absent becomes
 * `pending` again, and so does what no range holds. Pending and refused mails that are not there any more are `gone`.
 * @param present all UIDs of the folder
 * @param retryRefused give refused mails another chance
 * @returns how many numbers were found that the books had lost
 */
export async function compareBooks(
  ctx: Ctx,
  books: FolderRow,
  present: UidSpan[],
  retryRefused: boolean,
): Promise<number> {
  let gaps = await fillHoles(ctx, books);
  const pending = { disposition: 'pending' as const };
  for (const disposition of ['absent', 'gone'] as const) {
    const lost = await ofDisposition(ctx, books, disposition, (spans) => intersectSpans(spans, present));
    await settleUids(ctx, books.id, lost, { ...pending, only: [disposition] });
    gaps += countUids(lost);
  }
  for (const disposition of ['pending', 'refused'] as const) {
    const vanished = await ofDisposition(ctx, books, disposition, (spans) => subtractSpans(spans, present));
    await settleUids(ctx, books.id, vanished, { disposition: 'gone', only: [disposition] });
  }
  if (retryRefused) {
    const refused = await ofDisposition(ctx, books, 'refused', (spans) => intersectSpans(spans, present));
    await settleUids(ctx, books.id, refused, { ...pending, only: ['refused'] });
  }
  const again = await selectUnnotedDuplicates(ctx.db, books.id, rangesAtOnce);
  await settleUids(ctx, books.id, spansOf(again), { disposition: 'duplicate', only: ['stored'] });
  await updateFolder(ctx.db, books.id, { checkedAt: ctx.now() }, ctx.now());
  return gaps;
}

/** What is of one disposition and passes `pick`; at most as many spans as there are ranges, page by page. */
async function ofDisposition(
  ctx: Ctx,
  books: FolderRow,
  disposition: UidDisposition,
  pick: (spans: UidSpan[]) => UidSpan[],
): Promise<UidSpan[]> {
  const picked: UidSpan[] = [];
  for (let from = 1; ; ) {
    const ranges = await selectRanges(ctx.db, books.id, { from, limit: rangesAtOnce, disposition });
    picked.push(...pick(ranges));
    if (ranges.length < rangesAtOnce) return picked;
    from = (ranges.at(-1)?.to ?? 0) + 1;
  }
}

async function fillHoles(ctx: Ctx, books: FolderRow): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const folder = await lockFolder(tx.db, books.id);
    const holes = folder ? await selectHoles(tx.db, books.id, folder.cursorUid, rangesAtOnce) : [];
    const ranges = holes.map((hole) => ({ ...hole, disposition: 'pending' as const, reason: null }));
    await insertRanges(tx.db, books.id, ranges);
    return countUids(holes);
  });
}

/**
 * Tells the administrators of books that do not balance, and that they do again.
 * @param gaps numbers that were found missing by this run
 */
export async function judgeBooks(
  ctx: Ctx,
  server: { id: number; name: string },
  books: FolderRow,
  { gaps, sums }: { gaps: number; sums: FolderSums | undefined },
): Promise<void> {
  const pending = sums?.totals.pending ?? 0;
  const balance = booksBalance(books, sums);
  if (balance && pending === 0) return resolveAlert(ctx, 'ledger-gap', String(server.id));
  if (balance && gaps === 0) return;
  const missed = `${gaps} mails are in the mailbox that the books knew nothing of, and not all have been fetched yet.`;
  await openAlert(ctx, {
    kind: 'ledger-gap',
    key: String(server.id),
    severity: 'error',
    title: `The books of ${server.name} do not balance`,
    detail: `Folder ${books.folder}: ${balance ? missed : 'its ranges do not cover every number once.'} Use "Check the books now" on the server.`,
    link: `/technical/incoming-servers/${server.id}`,
  });
}
