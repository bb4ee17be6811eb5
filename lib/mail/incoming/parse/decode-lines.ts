/** Bytes of decoded content that are handed on at a time, about. */
const atOnce = 49_152;

/** The content of a part, of its lines as they were sent (RFC 2045 section 6). */
export function decodeLines(lines: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  if (encoding === 'base64') return fromBase64(lines);
  return joined(lines, encoding === 'quoted-printable' ? fromQuoted : plain);
}

async function* fromBase64(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting = '';
  for await (const line of lines) {
    waiting += line.toString('latin1').replace(/[^A-Za-z0-9+/]+/g, '');
    if (waiting.length < atOnce) continue;
    const whole = waiting.length - (waiting.length % 4);
    yield Buffer.from(waiting.slice(0, whole), 'base64');
    waiting = waiting.slice(whole);
  }
  if (waiting !== '') yield Buffer.from(waiting, 'base64');
}

/** A line without its end, and whether it goes on in the next. */
interface Line {
  bytes: Buffer;
  goesOn: boolean;
}

/** Line ends as LF, as everywhere in a parsed mail; the last belongs to the delimiter below (RFC 2046 section 5.1.1). */
async function* joined(lines: AsyncIterable<Buffer>, read: (line: Buffer) => Line): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let length = 0;
  let owed = false;
  for await (const line of lines) {
    const { bytes, goesOn } = read(line);
    if (owed) pieces.push(lineFeed);
    pieces.push(bytes);
    owed = !goesOn;
    length += bytes.length + 1;
    if (length < atOnce) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    length = 0;
  }
  if (pieces.length > 0) yield Buffer.concat(pieces);
}

const lineFeed = Buffer.from('\n');

function plain(line: Buffer): Line {
  if (line.at(-1) !== 0x0a) return { bytes: line, goesOn: true };
  return { bytes: line.subarray(0, line.at(-2) === 0x0d ? -2 : -1), goesOn: false };
}

function fromQuoted(line: Buffer): Line {
  const text = line.toString('latin1').replace(/[ \t\r\n]+$/, '');
  const goesOn = text.endsWith('=') || line.at(-1) !== 0x0a;
  const decoded = text
    .replace(/=$/, '')
    .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { bytes: Buffer.from(decoded, 'latin1'), goesOn };
}
