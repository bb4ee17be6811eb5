import { AppError } from '#lib/core/errors.ts';

/**
 * A mail that has to be looked at before it is kept.
 * @throws AppError `too_large` above `maxMb` megabytes
 */
export async function readWhole(pieces: AsyncIterable<Uint8Array>, maxMb: number): Promise<Buffer<ArrayBuffer>> {
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > maxMb * 1_048_576) throw new AppError('too_large', `The mail is larger than ${maxMb} MB.`);
    read.push(piece);
  }
  return Buffer.concat(read);
}
