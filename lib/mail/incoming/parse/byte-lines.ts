/** Longer lines come in pieces: a mail of a single line must not be held whole. */
const longest = 65_536;

/** The lines of a stream, each with its line end. */
export async function* byteLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let feed = bytes.indexOf(0x0a); feed >= 0; feed = bytes.indexOf(0x0a, start)) {
      yield bytes.subarray(start, feed + 1);
      start = feed + 1;
    }
    for (; bytes.length - start > longest; start += longest) yield bytes.subarray(start, start + longest);
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield rest;
}
