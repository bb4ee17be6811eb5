import type { ImapFlow } from 'imapflow';
import { openAlert } from '#lib/alerts/open-alert.ts';
import { AppError, messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { keepMail } from '../keep/keep-mail.ts';
import { processIncomingMail } from '../receive.ts';
import { type Disposition, extendRanges, noteUid, pendingUids, settleUid, type UidRange } from './folder-ranges.ts';
import {
  type FetchableServer,
  insertFolder,
  saveFolder,
  selectFirstFetch,
  selectFolder,
  selectStoredAt,
} from './store.ts';

/** Mails of one run; what is left comes with the next. */
const batch = 200;

export interface FetchCounts {
  fetched: number;
  succeeded: number;
  failed: number;
  /** Mails known to be left. */
  remaining: number;
}

/** A folder and how far its books go. */
interface Books {
  id: number;
  uidValidity: string;
  /** The next UID that is not in the books. */
  cursor: number;
  ranges: UidRange[];
}

/**
 * Fetches what is new in the folder that is open. Each raw mail is committed before the cursor moves, and the cursor
 * before the mail is marked as read: whatever is cut off is taken up again, nothing is skipped.
 * @param mayGoOn asked before each mail: the deadline, the lease
 */
export async function fetchFolder(
  ctx: Ctx,
  client: ImapFlow,
  server: FetchableServer,
  mayGoOn: () => Promise<boolean>,
): Promise<FetchCounts> {
  const mailbox = client.mailbox;
  if (!mailbox) throw new AppError('unavailable', 'The folder could not be opened.');
  const { uidNext, exists } = mailbox;
  const counts: FetchCounts = { fetched: 0, succeeded: 0, failed: 0, remaining: 0 };
  const books = await openBooks(ctx, client, server, mailbox);
  const uids = [...pendingUids(books.ranges), ...(await newUids(client, books.cursor, exists))];
  for (const [index, uid] of uids.entries()) {
    if (index >= batch || !(await mayGoOn())) {
      counts.remaining = uids.length - index;
      return counts;
    }
    await takeUid(ctx, client, server, books, uid, counts);
  }
  // A server may give out a number without keeping a mail under it: the books go up to UIDNEXT.
  if (uidNext > books.cursor) await saveBooks(ctx, books, extendRanges(books.ranges, uidNext - 1, 'absent'));
  return counts;
}

async function openBooks(
  ctx: Ctx,
  client: ImapFlow,
  server: FetchableServer,
  mailbox: { uidValidity: bigint; uidNext: number; exists: number },
): Promise<Books> {
  const uidValidity = String(mailbox.uidValidity);
  const known = await selectFolder(ctx.db, server.id, server.folder, uidValidity);
  if (known) return { id: known.id, uidValidity, cursor: Number(known.cursorUid), ranges: known.ranges };
  const since = await selectFirstFetch(ctx.db, server.id, server.folder);
  const ranges = mailbox.exists === 0 ? [] : await firstBooks(client, since);
  const cursor = (ranges.at(-1)?.to ?? 0) + 1;
  const values = { incomingServerId: server.id, folder: server.folder, uidValidity, cursorUid: String(cursor), ranges };
  return { id: await insertFolder(ctx.db, values), uidValidity, cursor, ranges };
}

/**
 * The books a folder begins with: unread mails are to be taken, the others were read before. Where the folder was
 * fetched before and its numbers have been given out anew (UIDVALIDITY changed), mails that came since it was first
 * fetched are to be taken too, read or not: what we have already turns out to be a duplicate.
 */
async function firstBooks(client: ImapFlow, since: Date | null): Promise<UidRange[]> {
  const wanted = new Map<number, boolean>();
  // INTERNALDATE knows whole seconds only.
  const from = since && Math.floor(since.getTime() / 1000) * 1000;
  for await (const one of client.fetch('1:*', { uid: true, flags: true, internalDate: true })) {
    const isNew = from !== null && one.internalDate !== undefined && new Date(one.internalDate).getTime() >= from;
    wanted.set(one.uid, isNew || !one.flags?.has('\\Seen'));
  }
  const uids = [...wanted.keys()].toSorted((a, b) => a - b);
  return uids.reduce<UidRange[]>(
    (ranges, uid) => noteUid(ranges, uid, wanted.get(uid) ? 'pending' : 'read_before'),
    [],
  );
}

async function newUids(client: ImapFlow, cursor: number, exists: number): Promise<number[]> {
  if (exists === 0) return [];
  // `n:*` always names the last mail, also where its number is below n (RFC 3501 section 6.4.8).
  const found = (await client.search({ uid: `${cursor}:*` }, { uid: true })) || [];
  return found.filter((uid) => uid >= cursor).toSorted((a, b) => a - b);
}

async function takeUid(
  ctx: Ctx,
  client: ImapFlow,
  server: FetchableServer,
  books: Books,
  uid: number,
  counts: FetchCounts,
): Promise<void> {
  const kept = await keepUid(ctx, client, server, books, uid);
  if (kept === 'absent' || kept === 'refused') {
    if (kept === 'refused') Object.assign(counts, { fetched: counts.fetched + 1, failed: counts.failed + 1 });
    return note(ctx, books, uid, kept);
  }
  await note(ctx, books, uid, 'stored');
  const { outcome } = await processIncomingMail(ctx, kept);
  counts.fetched += 1;
  counts[outcome === 'failed' ? 'failed' : 'succeeded'] += 1;
  await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
}

/** Stores the raw mail, unless a fetch that was cut off has done so. Answers the id of the stored mail. */
async function keepUid(
  ctx: Ctx,
  client: ImapFlow,
  server: FetchableServer,
  books: Books,
  uid: number,
): Promise<number | 'absent' | 'refused'> {
  const sourceKey = `${books.uidValidity}:${uid}`;
  const before = await selectStoredAt(ctx.db, server.id, sourceKey);
  if (before !== null) return before;
  try {
    const { content } = await client.download(String(uid), undefined, { uid: true, chunkSize: 262_144 });
    if (!content) return 'absent';
    const { id } = await keepMail(ctx, { raw: content, source: 'imap', incomingServerId: server.id, sourceKey });
    return id;
  } catch (error) {
    if (!client.usable) throw error;
    await reportRefused(ctx, server, uid, error);
    return 'refused';
  }
}

/** One mail that cannot be taken must not hold up those behind it, nor vanish unseen. */
async function reportRefused(ctx: Ctx, server: FetchableServer, uid: number, error: unknown): Promise<void> {
  ctx.log.warn({ err: error, serverId: server.id, uid }, 'a mail could not be fetched');
  await openAlert(ctx, {
    kind: 'incoming-mail-refused',
    key: `${server.id}:${uid}`,
    severity: 'warning',
    title: `A mail in ${server.name} could not be fetched`,
    detail: `Mail number ${uid} of folder ${server.folder} stays unread in the mailbox: ${messageOf(error)} Look at it there.`,
    link: `/technical/incoming-servers/${server.id}`,
  });
}

function note(ctx: Ctx, books: Books, uid: number, disposition: Disposition): Promise<void> {
  const write = uid < books.cursor ? settleUid : noteUid;
  return saveBooks(ctx, books, write(books.ranges, uid, disposition));
}

async function saveBooks(ctx: Ctx, books: Books, ranges: UidRange[]): Promise<void> {
  books.ranges = ranges;
  books.cursor = (ranges.at(-1)?.to ?? 0) + 1;
  await saveFolder(ctx.db, books.id, books.cursor, ranges, ctx.now());
}
