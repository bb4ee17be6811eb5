import type { ImapFlow, MailboxObject } from 'imapflow';
import { openAlert } from '#lib/alerts/open-alert.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { extendBooks } from '../../ledger/extend-books.ts';
import { resolveRefusalsOfBooks } from '../../ledger/refusal-alert.ts';
import {
  closeFolder,
  deleteOldFolders,
  type FolderKey,
  type FolderRow,
  insertFolder,
  selectFirstFetch,
  selectFolders,
  selectOpenFolder,
} from '../../ledger/store.ts';
import { coverWindow } from '../../ledger/uid-ranges.ts';
import { intersectSpans, lastUid } from '../../ledger/uid-spans.ts';
import type { FetchableServer } from '../store.ts';
import { firstBooks } from './first-books.ts';
import { searchUids } from './search-uids.ts';

/** Books of a server that are kept; only a server that keeps changing its numbers has more. */
const mostBooks = 50;
/** The server's clock, which dates its mails, may be wrong by so much. */
const clockDifference = 600_000;

/**
 * Selects the folder of a server, and brings its books up to date: every number the server has given out is in them
 * afterwards, those of mails still to be taken as `pending`.
 * @returns the books
 */
export async function openBooks(ctx: Ctx, client: ImapFlow, server: FetchableServer): Promise<FolderRow> {
  const began = ctx.now();
  const mailbox = await client.mailboxOpen(server.folder);
  const key = keyOf(server, mailbox);
  const uidNext = uidNextOf(mailbox);
  const known = await selectOpenFolder(ctx.db, key);
  if (known && (uidNext === null || uidNext >= known.cursorUid)) return noteNew(ctx, client, known, mailbox);
  if (known) await beginAgain(ctx, server, known, uidNext);
  return beginBooks(ctx, client, { key, began }, mailbox);
}

function keyOf(server: FetchableServer, { uidValidity }: MailboxObject): FolderKey {
  const account = `${server.username ?? ''}@${(server.host ?? '').toLowerCase()}`;
  // RFC 9051 section 7.1: a server without UIDVALIDITY has no lasting UIDs; its books serve until it shows one.
  return { incomingServerId: server.id, account, folder: server.folder, uidValidity: String(uidValidity ?? 0) };
}

/** Null where the server does not tell (RFC 9051 makes it a must, RFC 3501 did not). */
function uidNextOf({ uidNext }: MailboxObject): number | null {
  return Number.isInteger(uidNext) && uidNext > 0 && uidNext <= lastUid + 1 ? uidNext : null;
}

async function noteNew(ctx: Ctx, client: ImapFlow, books: FolderRow, mailbox: MailboxObject): Promise<FolderRow> {
  const { cursorUid } = books;
  // `n:*` always names the last mail, also where its number is below n (RFC 9051 section 9).
  const found = mailbox.exists === 0 ? [] : await searchUids(client, { uid: `${cursorUid}:*` });
  const present = intersectSpans(found, [{ from: cursorUid, to: lastUid }]);
  const noted = present.map((span) => ({ ...span, disposition: 'pending' as const, reason: null }));
  const uidNext = uidNextOf(mailbox);
  const nextUid = Math.max(cursorUid, uidNext ?? 0, (present.at(-1)?.to ?? 0) + 1);
  await extendBooks(ctx, books.id, { noted, nextUid, uidNext });
  return { ...books, cursorUid: nextUid, uidNext };
}

/** @param began before the server was asked: mails that came since are not in the answer, and new */
async function beginBooks(
  ctx: Ctx,
  client: ImapFlow,
  { key, began }: { key: FolderKey; began: Date },
  mailbox: MailboxObject,
): Promise<FolderRow> {
  const first = await selectFirstFetch(ctx.db, key);
  const since = first && addMilliseconds(first, -clockDifference);
  const noted = mailbox.exists === 0 ? [] : await firstBooks(client, since);
  const uidNext = uidNextOf(mailbox);
  const nextUid = Math.max(uidNext ?? 1, (noted.at(-1)?.to ?? 0) + 1);
  // Books that are there have begun: one that is cut off here begins again from nothing.
  return inTransaction(ctx, async (tx) => {
    await insertFolder(tx.db, key, began);
    const books = await selectOpenFolder(tx.db, key);
    if (!books) throw new Error('the books were not opened');
    await extendBooks(tx, books.id, { noted: coverWindow({ from: 1, to: nextUid - 1 }, noted), nextUid, uidNext });
    await forgetRefusals(tx, books);
    await deleteOldFolders(tx.db, key.incomingServerId, mostBooks);
    return { ...books, cursorUid: Math.max(books.cursorUid, nextUid), uidNext };
  });
}

/** What the folder's books before these had refused is looked at again under its new number. */
async function forgetRefusals(ctx: Ctx, { id, incomingServerId, account, folder }: FolderRow): Promise<void> {
  for (const books of await selectFolders(ctx.db, incomingServerId)) {
    const isBefore = books.id !== id && books.account === account && books.folder === folder;
    if (isBefore) await resolveRefusalsOfBooks(ctx, books);
  }
}

/** Numbers that were given out before would never be looked at again: what comes under them gets books of its own. */
async function beginAgain(ctx: Ctx, server: FetchableServer, books: FolderRow, uidNext: number | null): Promise<void> {
  await closeFolder(ctx.db, books.id, ctx.now());
  ctx.log.warn({ serverId: server.id, uidNext, cursor: books.cursorUid }, 'a mailbox gives out its numbers again');
  await openAlert(ctx, {
    kind: 'mailbox-numbers',
    key: String(server.id),
    severity: 'warning',
    title: `${server.name} gives out the same numbers again`,
    detail: `Folder ${books.folder} had given out numbers up to ${books.cursorUid - 1} and now continues with ${uidNext}, without a new UIDVALIDITY: it was restored from a backup, or its server is at fault. New books were opened, and nothing is fetched twice. Tell whoever runs the server.`,
    link: `/technical/incoming-servers/${server.id}`,
  });
}
