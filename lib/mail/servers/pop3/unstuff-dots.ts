const lineThenDot = Buffer.from('\r\n.');
const lineEnd = Buffer.from('\r\n');
const nothing = Buffer.alloc(0);

/** What a piece of a mail came to. */
export interface Unstuffed {
  data: Buffer;
  /** Bytes behind the end of the mail; null while it goes on. */
  rest: Buffer | null;
}

/**
 * Reads the content of a multi-line response (RFC 1939 section 3) out of pieces cut anywhere: takes the dots off that
 * were stuffed before lines beginning with one, and finds the line with a single dot that ends it. Lines end with CRLF
 * only: a mail with bare line ends around a dot would otherwise end early, and what follows would be taken for replies.
 */
export class DotUnstuffer {
  /** At most four bytes that may be the beginning of the end. The response begins at the start of a line. */
  #held: Buffer = lineEnd;
  /** Bytes of #held that are no part of the content. */
  #virtual = lineEnd.length;

  push(piece: Buffer): Unstuffed {
    const bytes = Buffer.concat([this.#held, piece]);
    const parts: Buffer[] = [];
    let from = 0;
    for (;;) {
      const at = bytes.indexOf(lineThenDot, from);
      if (at < 0) return this.#goOn(bytes, parts, from, heldFrom(bytes, from));
      const after = bytes.subarray(at + 3, at + 5);
      if (after.length < 2 && lineEnd.subarray(0, after.length).equals(after))
        return this.#goOn(bytes, parts, from, at);
      parts.push(bytes.subarray(from, at + 2));
      if (after.equals(lineEnd)) return { data: this.#content(parts), rest: bytes.subarray(at + 5) };
      from = at + 3;
    }
  }

  #goOn(bytes: Buffer, parts: Buffer[], from: number, held: number): Unstuffed {
    parts.push(bytes.subarray(from, held));
    this.#held = bytes.subarray(held);
    return { data: this.#content(parts), rest: null };
  }

  #content(parts: Buffer[]): Buffer {
    const all = parts.length === 0 ? nothing : Buffer.concat(parts);
    const content = all.subarray(Math.min(this.#virtual, all.length));
    this.#virtual -= all.length - content.length;
    return content;
  }
}

/** Where an unfinished `CRLF.` at the end of the bytes begins; their length where there is none. */
function heldFrom(bytes: Buffer, from: number): number {
  for (const length of [2, 1]) {
    const at = bytes.length - length;
    if (at >= from && bytes.subarray(at).equals(lineThenDot.subarray(0, length))) return at;
  }
  return bytes.length;
}
