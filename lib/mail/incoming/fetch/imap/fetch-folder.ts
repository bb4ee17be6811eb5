import type { ImapFlow } from 'imapflow';
import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { databaseErrorOf, isValueRefused } from '#lib/db/postgres-errors.ts';
import { compareBooks, isCheckDue, judgeBooks } from '../../ledger/compare-books.ts';
import { selectRanges, selectSums } from '../../ledger/load-ranges.ts';
import { settleUids } from '../../ledger/settle-uids.ts';
import { type FolderRow, updateFolder } from '../../ledger/store.ts';
import { firstUids, formatUidSet, spansOf, subtractSpans } from '../../ledger/uid-spans.ts';
import type { FetchCounts } from '../fetch-counts.ts';
import type { FetchRun } from '../fetch-run.ts';
import { isOwnFailure, logOwnFailure } from '../own-failure.ts';
import type { FetchableServer } from '../store.ts';
import { fetchGroup, type RawMail } from './fetch-group.ts';
import { openBooks } from './open-books.ts';
import { type Processing, processBeside } from './processing.ts';
import { refuseMail } from './refuse-mail.ts';
import { searchPresent, searchUids } from './search-uids.ts';
import { storeBatch, type Unstorable } from './store-batch.ts';
import { isHopeless, mostSuspects, suspect, suspectsInOrder } from './suspects.ts';
import { markRead, takeLarge, takeSmall, tooLargeReason } from './take-mails.ts';

/** Mails of one FETCH. */
const groupMails = 250;
const rangesAtOnce = 500;

/** What one run over a folder works with. */
interface Run {
  ctx: Ctx;
  client: ImapFlow;
  server: FetchableServer;
  books: FolderRow;
  processing: Processing;
  counts: FetchCounts;
  mayGoOn: () => Promise<boolean>;
  /** The database took a mail: where it refuses another one, that one is to blame. */
  hasStored: boolean;
  /** Mails that the database would not have; they are left alone for the rest of the run. */
  unstorable: Unstorable[];
  tell: () => Promise<void>;
}

/**
 * Fetches what is new in the folder of a server. Each raw mail is committed together with the books that say so, and
 * before it is marked as read: whatever is cut off is taken up again, nothing is skipped and nothing stored twice.
 * Mails are processed while the next ones are fetched.
 * @param mayGoOn asked before each group of mails: the deadline, the lease
 */
export async function fetchFolder(
  ctx: Ctx,
  client: ImapFlow,
  server: FetchableServer,
  { mayGoOn, signal, check, tell }: FetchRun,
): Promise<FetchCounts> {
  const counts: FetchCounts = { fetched: 0, succeeded: 0, failed: 0, remaining: 0 };
  const books = await openBooks(ctx, client, server);
  const processing = processBeside(ctx, signal);
  const run: Run = {
    ...{ ctx, client, server, books, processing, counts, mayGoOn, tell },
    hasStored: false,
    unstorable: [],
  };
  let gaps = 0;
  try {
    if (check || isCheckDue(books, ctx.now())) {
      gaps = await compareBooks(ctx, books, await searchUids(client, { all: true }), check);
    }
    await takeGroups(run);
    await takeSuspects(run);
    await blameUnstorable(run);
  } finally {
    await processing.settled();
    await noteOutcomes(run);
  }
  const sums = (await selectSums(ctx.db, [books.id])).get(books.id);
  await judgeBooks(ctx, server, books, { gaps, sums });
  return { ...counts, remaining: sums?.totals.pending ?? 0 };
}

/** Mails nobody suspects, many at a time. */
async function takeGroups(run: Run): Promise<void> {
  while (run.books.suspects.length < mostSuspects) {
    const pending = await selectRanges(run.ctx.db, run.books.id, { limit: rangesAtOnce, disposition: 'pending' });
    const leftAlone = spansOf([...run.books.suspects, ...run.unstorable].map(({ uid }) => uid));
    const uids = firstUids(subtractSpans(pending, leftAlone), groupMails);
    if (uids.length === 0 || !(await run.mayGoOn())) return;
    await takeGroup(run, uids);
    await noteOutcomes(run);
  }
}

/** Mails that broke a FETCH, each alone: one of them is to blame, the others come. */
async function takeSuspects(run: Run): Promise<void> {
  for (const { uid } of suspectsInOrder(run.books.suspects)) {
    if (run.unstorable.some((one) => one.uid === uid)) continue;
    if (!(await run.mayGoOn())) return;
    await takeGroup(run, [uid]);
  }
}

/**
 * A mail that the database refuses while it takes others is itself to blame, and counts as one that could not be had. Where
 * it took none, nobody knows: the fault is our own, and no mail is given up for it.
 * @throws what the database said
 */
async function blameUnstorable(run: Run): Promise<void> {
  const [first] = run.unstorable;
  if (!first) return;
  if (!run.hasStored) throw first.cause;
  for (const { uid, cause } of run.unstorable) {
    logOwnFailure(run.ctx, run.server.id, cause);
    await noteSuspects(run, [uid], `It cannot be stored here (${messageOf(databaseErrorOf(cause))}).`, true);
  }
}

async function takeGroup(run: Run, uids: number[]): Promise<void> {
  const { client, counts } = run;
  await run.tell();
  const store = async (mails: RawMail[]) => {
    const { added, unstorable } = await storeBatch(mails, (some) => takeSmall(run.ctx, run.books, some));
    run.hasStored ||= unstorable.length < mails.length;
    run.unstorable.push(...unstorable);
    counts.fetched += added.length;
    await run.tell();
    await run.processing.add(added);
  };
  const { taken: came, large, missing, failure } = await fetchGroup(client, uids, store);
  const unstorable = new Set(run.unstorable.map(({ uid }) => uid));
  const taken = came.filter((uid) => !unstorable.has(uid));
  await forgive(run, taken);
  if (taken.length > 0 && client.usable) await markRead(run.ctx, client, formatUidSet(spansOf(taken)));
  if (failure) return reportBroken(run, [...missing, ...large], failure);
  for (const uid of large) await streamMail(run, uid);
  if (missing.length > 0) await lookForMissing(run, missing);
}

async function streamMail(run: Run, uid: number): Promise<void> {
  try {
    const added = await takeLarge(run.ctx, run.client, run.books, uid);
    if (added === null) return await lookForMissing(run, [uid]);
    run.hasStored = true;
    run.counts.fetched += added.length;
    await run.processing.add(added);
    await forgive(run, [uid]);
    await markRead(run.ctx, run.client, String(uid));
  } catch (error) {
    if (isValueRefused(error)) {
      run.unstorable.push({ uid, cause: error });
      return;
    }
    const reason = tooLargeReason(error);
    if (reason && run.client.usable) return refuse(run, uid, reason);
    await reportBroken(run, [uid], error);
  }
}

/** The server delivered less than it was asked for: those mails are gone, or it cannot read them. */
async function lookForMissing(run: Run, uids: number[]): Promise<void> {
  const asked = spansOf(uids);
  const present = await searchPresent(run.client, asked);
  const gone = subtractSpans(asked, present);
  await settleUids(run.ctx, run.books.id, gone, { disposition: 'gone', only: ['pending'] });
  await forgive(run, firstUids(gone, uids.length));
  const there = firstUids(present, uids.length);
  if (there.length > 0) await noteSuspects(run, there, 'The server lists it, but does not deliver it.', true);
}

/**
 * Of a broken group one mail may be to blame; all are fetched alone from now on.
 * @throws the failure where it is our own, for which no mail is to blame
 */
async function reportBroken(run: Run, uids: number[], failure: unknown): Promise<void> {
  if (isOwnFailure(failure)) throw failure;
  await noteSuspects(run, uids, messageOf(failure), uids.length === 1, codeOf(failure));
  if (!run.client.usable) throw failure;
}

async function noteSuspects(run: Run, uids: number[], reason: string, isCertain: boolean, code = ''): Promise<void> {
  const suspects = suspect(run.books.suspects, uids, reason, isCertain);
  await saveSuspects(run, suspects);
  if (!isCertain) return;
  for (const one of suspects.filter(({ uid }) => uids.includes(uid))) {
    if (isHopeless(one, code)) await refuse(run, one.uid, one.reason);
  }
}

async function refuse(run: Run, uid: number, reason: string): Promise<void> {
  await refuseMail(run.ctx, run.server, run.books, { uid, reason });
  run.counts.fetched += 1;
  run.counts.failed += 1;
  await forgive(run, [uid]);
}

async function forgive(run: Run, uids: number[]): Promise<void> {
  const cleared = new Set(uids);
  const left = run.books.suspects.filter(({ uid }) => !cleared.has(uid));
  if (left.length < run.books.suspects.length) await saveSuspects(run, left);
}

async function saveSuspects(run: Run, suspects: FolderRow['suspects']): Promise<void> {
  run.books.suspects = suspects;
  await updateFolder(run.ctx.db, run.books.id, { suspects }, run.ctx.now());
}

/** Counts what processing came to, and says in the books which mails had been received before. */
async function noteOutcomes({ ctx, books, processing, counts }: Run): Promise<void> {
  const outcomes = processing.outcomes();
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed').length;
  counts.failed += failed;
  counts.succeeded += outcomes.length - failed;
  const again = outcomes.filter(({ outcome }) => outcome === 'duplicate').map(({ uid }) => uid);
  await settleUids(ctx, books.id, spansOf(again), { disposition: 'duplicate', only: ['stored'] });
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '');
}
