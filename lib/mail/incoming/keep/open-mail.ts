import { readBlob, streamBlob } from '#lib/blobs/read-blob.ts';
import { type StoredBlob, storeBlob } from '#lib/blobs/store-blob.ts';
import type { Ctx } from '#lib/db/context.ts';
import { liftLargeParts } from '../parse/lift-large-parts.ts';

/** Mails beyond this many bytes are never held whole: reading one costs several times its size. */
const mostInMemory = 4_194_304;

/** A raw mail as it is read. */
export interface RawMail {
  /** The mail; of a large one without the content of its large files. */
  bytes: Uint8Array;
  /** Files whose content was put into blobs while the mail was read, by the word in its place; null: all is in `bytes`. */
  lifted: Map<string, StoredBlob> | null;
  /** SHA-256 of what stands behind the headers, where `bytes` are not all of it. */
  bodyHash: string | null;
  defects: string[];
  /** Every byte. */
  stream(): AsyncIterable<Uint8Array>;
}

/** A mail that is in memory as a whole. */
export function wholeMail(bytes: Uint8Array): RawMail {
  const stream = async function* () {
    yield bytes;
  };
  return { bytes, lifted: null, bodyHash: null, defects: [], stream };
}

/**
 * Opens a stored mail for reading. The files of a large one become blobs of their own on the way.
 * @throws AppError `not_found` where its content is no longer kept
 */
export async function openMail(ctx: Ctx, { sha256, size }: StoredBlob): Promise<RawMail> {
  if (size <= mostInMemory) return wholeMail(await readBlob(ctx, sha256));
  const keep = (content: AsyncIterable<Uint8Array>) => storeBlob(ctx, content);
  const { raw, parts, bodyHash, defects } = await liftLargeParts(streamBlob(ctx, sha256), keep);
  return { bytes: raw, lifted: parts, bodyHash, defects, stream: () => streamBlob(ctx, sha256) };
}
