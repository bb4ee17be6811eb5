const hex = Buffer.from('0123456789ABCDEF', 'latin1');
const equals = 0x3d;
const longestLine = 76;

/**
 * Writes text as quoted-printable (RFC 2045 section 6.7), lines of 76 characters at most. Line ends must be CRLF.
 * @param out has room for {@link quotedPrintableSize} bytes from `at` on
 * @returns the position behind the last byte written
 */
export function writeQuotedPrintable(bytes: Uint8Array, out: Uint8Array, at: number): number {
  let end = at;
  let column = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] as number;
    if (byte === 0x0d && bytes[index + 1] === 0x0a) {
      out[end++] = 0x0d;
      out[end++] = 0x0a;
      index++;
      column = 0;
      continue;
    }
    const literal = isLiteral(byte) || (isBlank(byte) && !endsLine(bytes, index + 1));
    // The last place of a line is for the "=" that says it goes on.
    if (column + (literal ? 1 : 3) >= longestLine) {
      out[end++] = equals;
      out[end++] = 0x0d;
      out[end++] = 0x0a;
      column = 0;
    }
    if (literal) {
      out[end++] = byte;
      column += 1;
      continue;
    }
    out[end++] = equals;
    out[end++] = hex[byte >> 4] as number;
    out[end++] = hex[byte & 15] as number;
    column += 3;
  }
  return end;
}

/** The most that so many bytes take: three characters each, and three more for each line of 24 of them. */
export function quotedPrintableSize(bytes: number): number {
  return 3 * bytes + 3 * Math.ceil(bytes / 24) + 3;
}

function isLiteral(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f && byte !== equals;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

/** A blank there would not survive the journey. */
function endsLine(bytes: Uint8Array, next: number): boolean {
  return next === bytes.length || bytes[next] === 0x0d || bytes[next] === 0x0a;
}
