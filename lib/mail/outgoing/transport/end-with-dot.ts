const lf = 0x0a;
const cr = 0x0d;
const dot = 0x2e;

/**
 * A message as it travels behind DATA: dots at the beginning of lines doubled (RFC 5321 section 4.5.2), every line end a
 * CRLF, and the line with the single dot at its end. A lone CR or LF is made a CRLF: servers differ in what they take for
 * the end of a line, and a dot behind it must be the end for none of them (SMTP smuggling).
 */
export function endWithDot(raw: Buffer): Buffer {
  const insertions = findInsertions(raw);
  const message = Buffer.allocUnsafe(raw.length + insertions.length + 5);
  let end = 0;
  let from = 0;
  for (const { before, byte } of insertions) {
    end += raw.copy(message, end, from, before);
    message[end++] = byte;
    from = before;
  }
  end += raw.copy(message, end, from);
  end += message.write(message[end - 1] === lf ? '.\r\n' : '\r\n.\r\n', end, 'latin1');
  return message.subarray(0, end);
}

/** Bytes that have to stand before the one at an index. */
function findInsertions(raw: Buffer): { before: number; byte: number }[] {
  const insertions: { before: number; byte: number }[] = [];
  let last = lf;
  for (let index = 0; index < raw.length; index++) {
    const byte = raw[index] as number;
    if (last === cr && byte !== lf) insertions.push({ before: index, byte: lf });
    if (byte === lf && last !== cr) insertions.push({ before: index, byte: cr });
    if (byte === dot && (last === lf || last === cr)) insertions.push({ before: index, byte: dot });
    last = byte;
  }
  if (last === cr) insertions.push({ before: raw.length, byte: lf });
  return insertions;
}
