/** A file that stood in the text of a mail. */
export interface UuencodedFile {
  filename: string;
  content: Uint8Array;
}

const MAX_FILES = 50;

/**
 * Takes the files out of a text that mailers from before MIME wrote into it (`uuencode`, POSIX.1): from `begin 644 name` to
 * `end`. A block with a line that does not decode is no file and stays text.
 */
export function extractUuencoded(text: string): { text: string; files: UuencodedFile[] } {
  if (!/^begin [0-7]{3,4} \S/m.test(text)) return { text, files: [] };
  const lines = text.split('\n');
  const kept: string[] = [];
  const files: UuencodedFile[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const filename = /^begin [0-7]{3,4} (\S.{0,254})$/.exec(lines[index] ?? '')?.[1]?.trim();
    const block = filename && files.length < MAX_FILES ? readBlock(lines, index + 1) : null;
    if (filename && block) {
      files.push({ filename, content: block.content });
      index = block.end;
    } else kept.push(lines[index] ?? '');
  }
  return { text: kept.join('\n'), files };
}

function readBlock(lines: string[], from: number): { content: Uint8Array; end: number } | null {
  const pieces: Uint8Array[] = [];
  for (let index = from; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trimEnd();
    if (line === 'end') return { content: Buffer.concat(pieces), end: index };
    const piece = line === '' || line === '`' ? new Uint8Array() : decodeLine(line);
    if (piece === null) return null;
    pieces.push(piece);
  }
  return null;
}

/** One line: a letter for its length, then four letters for three bytes each; blanks at its end may be lost. */
function decodeLine(line: string): Uint8Array | null {
  const length = (line.charCodeAt(0) - 32) & 63;
  const letters = line.slice(1);
  const needed = Math.ceil(length / 3) * 4;
  if (!/^[\x20-\x60]+$/.test(line) || letters.length > needed + 2 || letters.length < (length / 3) * 4 - 4) return null;
  const bits = Array.from(letters.padEnd(needed, ' ').slice(0, needed), (letter) => (letter.charCodeAt(0) - 32) & 63);
  const bytes = bits.flatMap((_, at) => {
    if (at % 4 !== 0) return [];
    const [a = 0, b = 0, c = 0, d = 0] = bits.slice(at, at + 4);
    return [(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d];
  });
  return Uint8Array.from(bytes.slice(0, length));
}
