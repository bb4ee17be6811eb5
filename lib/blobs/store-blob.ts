import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gzip, gzipSync } from 'node:zlib';
import { sha256 as hashOf } from '#lib/core/crypto.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import {
  type BlobEncoding,
  chunkSize,
  deleteUpload,
  finishUpload,
  insertChunk,
  insertSmallBlobs,
  keepBlobsOn,
  type SmallBlob,
} from './store.ts';

/** Base64 shrinks to 0.76 of its size; what saves less than a tenth is not worth unpacking at every read. */
const worthwhile = 0.9;
/** Level 3 packs mail nearly as small as the default 6, at less than half its time. */
const gzipOptions = { level: 3 };

/** Packing these few bytes takes less time than having another thread do it. */
const quickly = 65_536;

export interface StoredBlob {
  /** Lower-case hex. */
  sha256: string;
  /** Bytes. */
  size: number;
}

/** Bytes on their way into a blob: few of them packed, many as they come. */
export type Content =
  | { small: SmallBlob; bytes: Buffer }
  /** `rest`: what comes behind `head`; null where all is in it. */
  | { small: null; head: Buffer; rest: AsyncIterable<Uint8Array> | null };

/**
 * Keeps bytes under their SHA-256, once however often they come. A stream is hashed while it is written, so that a
 * mail of 50 MB costs a few chunks of memory. Joins the transaction of `ctx`; without one, long streams hold none open.
 * @param maxBytes refuse longer content; nothing is left of it
 * @throws AppError `too_large` beyond `maxBytes`; whatever the stream throws
 */
export async function storeBlob(
  ctx: Ctx,
  data: Uint8Array | AsyncIterable<Uint8Array>,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<StoredBlob> {
  return storeContent(ctx, await takeContent(data, maxBytes));
}

/**
 * The first half of {@link storeBlob}, for who writes few bytes together with what refers to them.
 * @throws AppError `too_large`, of a stream also while its rest is read
 */
export async function takeContent(data: Uint8Array | AsyncIterable<Uint8Array>, maxBytes: number): Promise<Content> {
  if (data instanceof Uint8Array) {
    if (data.length > maxBytes) throw tooLarge(maxBytes);
    return contentOf(Buffer.from(data.buffer, data.byteOffset, data.length), null);
  }
  const rest = limited(data, maxBytes);
  return contentOf(await takeHead(rest), rest);
}

async function contentOf(head: Buffer, rest: AsyncIterable<Uint8Array> | null): Promise<Content> {
  return head.length > chunkSize ? { small: null, head, rest } : { small: await packBlob(head), bytes: head };
}

/** The second half. */
export async function storeContent(ctx: Ctx, content: Content): Promise<StoredBlob> {
  if (content.small) {
    const { sha256, size } = content.small;
    // What is there already is found by the insert: most is new, and a look before would cost each a round trip.
    await insertSmallBlobs(ctx.db, [content.small]);
    return { sha256, size };
  }
  const { head, rest } = content;
  if (rest) return storeStream(ctx, head, rest);
  const stored = { sha256: hashOf(head), size: head.length };
  return (await keepBlobsOn(ctx.db, [stored.sha256])).size > 0 ? stored : storeStream(ctx, head, noMore());
}

/** A blob of a single chunk, ready to be written. */
export async function packBlob(data: Buffer, sha256 = hashOf(data)): Promise<SmallBlob> {
  const packed = data.length <= quickly ? gzipSync(data, gzipOptions) : await promisify(gzip)(data, gzipOptions);
  const smaller = packed.length < data.length * worthwhile;
  const row = { sha256, size: data.length, encoding: smaller ? ('gzip' as const) : ('identity' as const) };
  return { ...row, data: smaller ? packed : data };
}

async function storeStream(ctx: Ctx, head: Buffer, rest: AsyncIterable<Uint8Array>): Promise<StoredBlob> {
  // The address is known only at the end: until then the chunks stand under a name that sorts by its age.
  const upload = `upload:${ctx.now().toISOString()}:${randomBytes(8).toString('hex')}`;
  const sample = await promisify(gzip)(head.subarray(0, chunkSize), gzipOptions);
  const encoding: BlobEncoding = sample.length < Math.min(head.length, chunkSize) * worthwhile ? 'gzip' : 'identity';
  const hash = createHash('sha256');
  let size = 0;
  async function* measured(): AsyncIterable<Uint8Array> {
    for await (const piece of joined(head, rest)) {
      hash.update(piece);
      size += piece.length;
      yield piece;
    }
  }
  try {
    const write = (packed: AsyncIterable<Uint8Array>) => writeChunks(ctx, upload, packed);
    if (encoding === 'gzip') await pipeline(Readable.from(measured()), createGzip(gzipOptions), write);
    else await write(measured());
    const sha256 = hash.digest('hex');
    await finishUpload(ctx.db, upload, { sha256, size, encoding });
    return { sha256, size };
  } catch (error) {
    // Inside a transaction that failed this fails too: its rollback removes the chunks.
    await deleteUpload(ctx.db, upload).catch(() => undefined);
    throw error;
  }
}

async function writeChunks(ctx: Ctx, upload: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  let seq = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < chunkSize) continue;
    const all = Buffer.concat(waiting);
    let start = 0;
    for (; all.length - start >= chunkSize; start += chunkSize) {
      await insertChunk(ctx.db, upload, seq++, all.subarray(start, start + chunkSize));
    }
    waiting = [all.subarray(start)];
    length = all.length - start;
  }
  if (length > 0) await insertChunk(ctx.db, upload, seq, Buffer.concat(waiting));
}

/** Reads until more than one chunk is there, or the end. */
async function takeHead(source: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length <= chunkSize) {
    const next = await source.next();
    if (next.done) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(pieces);
}

async function* limited(data: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of data) {
    length += piece.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    yield piece;
  }
}

async function* joined(head: Buffer, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}

async function* noMore(): AsyncGenerator<Uint8Array> {}

function tooLarge(maxBytes: number): AppError {
  const megabytes = Math.round(maxBytes / 1_000_000);
  return new AppError('too_large', `This is larger than the ${megabytes} MB allowed here. Send a smaller one.`);
}
