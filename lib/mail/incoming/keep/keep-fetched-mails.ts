import type { StoredBlob } from '#lib/blobs/store-blob.ts';
import type { IncomingSource } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { insertFetchedMails } from './store.ts';

/** A mail of a mailbox whose bytes are stored, and where it stood. */
export interface FetchedMail {
  uid: number;
  blob: StoredBlob;
}

/** Where fetched mails come from. */
export interface FetchedFrom {
  source: IncomingSource;
  incomingServerId: number;
  folderId: number;
  uidValidity: string;
}

/**
 * Makes incoming mails of fetched ones, in the transaction of `ctx`. One that is there already, because another worker
 * was faster, stays as it is.
 * @returns those that are new
 */
export function keepFetchedMails(
  ctx: Ctx,
  from: FetchedFrom,
  mails: FetchedMail[],
): Promise<{ id: number; uid: number }[]> {
  const { uidValidity, ...source } = from;
  const receivedAt = ctx.now();
  const rows = mails.map(({ uid, blob }) => ({
    ...source,
    ...blob,
    uid,
    sourceKey: `${uidValidity}:${uid}`,
    receivedAt,
  }));
  return insertFetchedMails(ctx.db, rows);
}
