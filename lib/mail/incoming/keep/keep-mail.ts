import { type StoredBlob, storeBlob } from '#lib/blobs/store-blob.ts';
import type { IncomingSource } from '#lib/core/enumerations.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { insertIncomingMail } from './store.ts';

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

/**
 * Stores a raw mail and commits it, before anybody looks inside: from here on it cannot be lost.
 * @throws AppError `malformed` for an empty mail, `too_large` above MAIL_IN_MAX_MB
 */
export async function keepMail(ctx: Ctx, input: ReceivedMail): Promise<StoredBlob & { id: number }> {
  const stored = await storeBlob(ctx, input.raw, ctx.env.mailInMaxMb * 1_048_576);
  if (stored.size === 0) throw new AppError('malformed', 'The mail is empty. Send the raw message (message/rfc822).');
  const id = await insertIncomingMail(ctx.db, {
    ...stored,
    receivedAt: ctx.now(),
    source: input.source,
    incomingServerId: input.incomingServerId ?? null,
    sourceKey: input.sourceKey ?? null,
    envelopeFrom: input.envelopeFrom ?? null,
    envelopeTo: input.envelopeTo ?? null,
    clientIp: input.clientIp ?? null,
    clientName: input.clientName ?? null,
  });
  return { ...stored, id };
}
