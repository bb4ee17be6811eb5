import { type StoredBlob, storeContent, takeContent } from '#lib/blobs/store-blob.ts';
import type { IncomingSource } from '#lib/core/enumerations.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { insertIncomingMail, insertWithContent, type NewIncomingMail, type StoredMail } from './store.ts';

/** A raw mail and what its source tells beside it. */
export interface ReceivedMail {
  raw: Uint8Array | AsyncIterable<Uint8Array>;
  source: IncomingSource;
  incomingServerId?: number | null;
  /** Position in the source, for the ledger: `<uidvalidity>:<uid>` for IMAP. */
  sourceKey?: string | null;
  /** Null or left out: not told; empty: the null sender `<>`. */
  envelopeFrom?: string | null;
  /** Addresses with commas between them. */
  envelopeTo?: string | null;
  /** Who handed it to our own listener: the address it came from, and the name it gave in HELO. */
  clientIp?: string | null;
  clientName?: string | null;
}

/** What keeping a mail has to do with the books of its source. */
export interface KeepOptions {
  /** A mail that came from this very place before: where the bytes are the same, it is that one. */
  known?: { id: number; sha256: string } | null;
  /** Written in the transaction that commits the mail. */
  alongside?: (tx: Ctx, kept: StoredBlob & { id: number }) => Promise<void>;
  /** The same process goes on to process it: that try counts from now on. */
  isBegun?: boolean;
}

/** A mail that is kept, with what its keeper need not read again. */
export interface KeptMail extends StoredBlob {
  id: number;
  /** Null: it is the one that was kept before. */
  row: StoredMail | null;
  /** The bytes, of a mail that is small enough to be held until it is processed. */
  raw: Buffer | null;
  isKnown: boolean;
}

/**
 * Stores a raw mail and commits it, before anybody looks inside: from here on it cannot be lost.
 * @throws AppError `malformed` for an empty mail, `too_large` above MAIL_IN_MAX_MB
 */
export async function keepMail(ctx: Ctx, input: ReceivedMail, options: KeepOptions = {}): Promise<KeptMail> {
  const content = await takeContent(input.raw, ctx.env.mailInMaxMb * 1_048_576);
  if (content.small?.size === 0)
    throw new AppError('malformed', 'The mail is empty. Send the raw message (message/rfc822).');
  const { known, alongside, isBegun } = options;
  const attempts = isBegun ? 1 : 0;
  if (content.small && !known && !alongside) {
    const { sha256, size } = content.small;
    const row = await insertWithContent(ctx.db, content.small, { ...rowOf(ctx, input, { sha256, size }), attempts });
    return { sha256, size, id: row.id, row, raw: content.bytes, isKnown: false };
  }
  const stored = await storeContent(ctx, content);
  const raw = content.small ? content.bytes : null;
  const isKnown = known?.sha256 === stored.sha256;
  const keep = async (tx: Ctx): Promise<KeptMail> => {
    const values = { ...rowOf(tx, input, stored), attempts };
    const row = isKnown ? null : await insertIncomingMail(tx.db, values);
    const id = row?.id ?? known?.id ?? 0;
    await alongside?.(tx, { ...stored, id });
    return { ...stored, id, row, raw, isKnown };
  };
  return alongside ? inTransaction(ctx, keep) : keep(ctx);
}

function rowOf(ctx: Ctx, input: ReceivedMail, stored: StoredBlob): NewIncomingMail {
  return {
    ...stored,
    receivedAt: ctx.now(),
    source: input.source,
    incomingServerId: input.incomingServerId ?? null,
    sourceKey: input.sourceKey ?? null,
    envelopeFrom: input.envelopeFrom ?? null,
    envelopeTo: input.envelopeTo ?? null,
    clientIp: input.clientIp ?? null,
    clientName: input.clientName ?? null,
  };
}
