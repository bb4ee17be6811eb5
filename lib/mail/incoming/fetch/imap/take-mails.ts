import type { ImapFlow } from 'imapflow';
import { storeBlob } from '#lib/blobs/store-blob.ts';
import { storeBlobs } from '#lib/blobs/store-blobs.ts';
import { AppError, messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type FetchedMail, keepFetchedMails } from '../../keep/keep-fetched-mails.ts';
import { settleUids } from '../../ledger/settle-uids.ts';
import type { FolderRow } from '../../ledger/store.ts';
import { spansOf } from '../../ledger/uid-spans.ts';
import type { RawMail } from './fetch-group.ts';

const streamedBytes = 262_144;

/** Stores small mails: the raw bytes first, then in one transaction that they are there and that the books say so. */
export async function takeSmall(ctx: Ctx, books: FolderRow, mails: RawMail[]): Promise<{ id: number; uid: number }[]> {
  const blobs = await storeBlobs(
    ctx,
    mails.map(({ raw }) => raw),
  );
  return keep(
    ctx,
    books,
    blobs.map((blob, index) => ({ blob, uid: mails[index]?.uid ?? 0 })),
  );
}

/**
 * Streams one large mail to where it is stored.
 * @returns null when the server has nothing under this number
 * @throws AppError `too_large`; the connection's errors
 */
export async function takeLarge(
  ctx: Ctx,
  client: ImapFlow,
  books: FolderRow,
  uid: number,
): Promise<{ id: number; uid: number }[] | null> {
  const { content } = await client.download(String(uid), undefined, { uid: true, chunkSize: streamedBytes });
  if (!content) return null;
  try {
    const blob = await storeBlob(ctx, content, ctx.env.mailInMaxMb * 1_048_576);
    return blob.size === 0 ? null : keep(ctx, books, [{ uid, blob }]);
  } finally {
    content.destroy();
  }
}

function keep(ctx: Ctx, books: FolderRow, mails: FetchedMail[]): Promise<{ id: number; uid: number }[]> {
  const { id: folderId, incomingServerId, uidValidity } = books;
  return inTransaction(ctx, async (tx) => {
    const from = { source: 'imap' as const, incomingServerId, folderId, uidValidity };
    const added = await keepFetchedMails(tx, from, mails);
    const only = ['pending', 'absent', 'gone', 'refused'] as const;
    await settleUids(tx, folderId, spansOf(mails.map(({ uid }) => uid)), { disposition: 'stored', only });
    return added;
  });
}

/** Says to the mailbox that mails were read. They are kept by now: what it answers changes nothing for us. */
export async function markRead(ctx: Ctx, client: ImapFlow, set: string): Promise<void> {
  try {
    await client.messageFlagsAdd(set, ['\\Seen'], { uid: true });
  } catch (error) {
    if (!client.usable) throw error;
    ctx.log.debug({ reason: messageOf(error) }, 'fetched mails could not be marked as read');
  }
}

/** Why a mail could not be streamed, where it is the mail's own fault. */
export function tooLargeReason(error: unknown): string | null {
  return error instanceof AppError && error.code === 'too_large' ? error.message : null;
}
