/** Offsets of one line: `end` is before its line end, `next` behind it. */
export interface RawLine {
  start: number;
  end: number;
  next: number;
}

/** The lines of a mail by LF, with any number of CR before it left out of the line. */
export function* rawLines(source: Buffer, from: number): Generator<RawLine> {
  let start = from;
  while (start < source.length) {
    const feed = source.indexOf(0x0a, start);
    const next = feed < 0 ? source.length : feed + 1;
    let end = feed < 0 ? source.length : feed;
    while (end > start && source[end - 1] === 0x0d) end -= 1;
    yield { start, end, next };
    start = next;
  }
}

/** An empty line; in header position a line of white space alone ends the block as well (RFC 5322 section 4.2). */
export function isBlank(source: Buffer, line: RawLine): boolean {
  for (let at = line.start; at < line.end; at++) {
    const byte = source[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return line.end - line.start < 200;
}

/**
 * `header` for `Name: value` and for a folded line behind one; `junk` for a short line without a colon; `body` else.
 * Names are printable ASCII without space or colon (RFC 5322 section 3.6.8); white space before the colon is the
 * obsolete syntax of section 4.5.
 */
export function looksLikeHeader(source: Buffer, line: RawLine, afterHeader: boolean): 'header' | 'junk' | 'body' {
  const first = source[line.start];
  if (first === 0x20 || first === 0x09) return afterHeader ? 'header' : 'body';
  for (let at = line.start; at < line.end && at < line.start + 200; at++) {
    const byte = source[at] ?? 0;
    if (byte === 0x3a) return at > line.start ? 'header' : 'junk';
    if (byte === 0x20 || byte === 0x09) return spaceThenColon(source, at, line.end) ? 'header' : 'junk';
    if (byte < 0x21 || byte > 0x7e) return byte === 0 ? 'junk' : 'body';
  }
  return 'junk';
}

function spaceThenColon(source: Buffer, from: number, end: number): boolean {
  let at = from;
  while (at < end && (source[at] === 0x20 || source[at] === 0x09)) at += 1;
  return source[at] === 0x3a;
}
