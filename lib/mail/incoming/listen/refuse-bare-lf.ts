import { AppError } from '#lib/core/errors.ts';

const [cr, lf] = [0x0d, 0x0a];
/** `x LF . CR LF` is the longest sequence looked for: it may lie across two pieces. */
const reach = 4;

/**
 * Passes a mail on, unless a line of it is a single dot between line ends of which one is a bare LF. Where the server
 * before us reads that as the end of the mail, what follows is commands to it and text to us, or the other way round
 * (SMTP smuggling, CVE-2023-51764): then nobody knows who wrote what.
 * @throws AppError `invalid`
 */
export async function* refuseBareLf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let tail: Buffer = Buffer.from('\r\n');
  for await (const data of pieces) {
    const piece = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    if (hasBareDot(Buffer.concat([tail, piece.subarray(0, reach)])) || hasBareDot(piece)) {
      throw new AppError('invalid', 'A line with a single dot does not stand between CRLF: the mail is refused.');
    }
    yield piece;
    tail = piece.length >= reach ? Buffer.from(piece.subarray(-reach)) : Buffer.concat([tail, piece]).subarray(-reach);
  }
}

function hasBareDot(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('\n.'); at >= 0; at = bytes.indexOf('\n.', at + 1)) {
    if (bytes[at + 2] === lf) return true;
    const endsLine = bytes[at + 2] === cr && bytes[at + 3] === lf;
    if (endsLine && at > 0 && bytes[at - 1] !== cr) return true;
  }
  return false;
}
