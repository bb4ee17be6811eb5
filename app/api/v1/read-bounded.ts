import { AppError } from '#lib/core/errors.ts';

/**
 * All bytes of a stream, as long as they fit.
 * @throws AppError `too_large` as soon as there are more than `maxMb` megabytes
 */
export async function readBounded(stream: AsyncIterable<Uint8Array>, maxMb: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    size += piece.length;
    if (size > maxMb * 1_048_576) throw new AppError('too_large', `The mail is larger than ${maxMb} MB.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
