import iconv from 'iconv-lite';

/**
 * Text in a charset the runtime's TextDecoder does not know but mail still carries: UTF-7 (RFC 2152), UTF-32,
 * ISO-2022-KR (RFC 1557), HZ (RFC 1843). Null for any other label.
 */
export function decodeRareCharset(bytes: Uint8Array, label: string): string | null {
  const name = label.replace(/[\s._-]+/g, '');
  if (name.endsWith('utf7') || name === 'unicode11utf7') return decodeUtf7(bytes);
  if (/^(?:utf|ucs)(?:32|4)(?:le|be)?$/.test(name)) return decodeUtf32(bytes, name.endsWith('le'));
  if (name === 'iso2022kr') return decodeShifted(bytes, 0x0e, 0x0f, 'euc-kr');
  if (name === 'hzgb2312' || name === 'hz') return decodeHz(bytes);
  return null;
}

/** Names that iconv-lite knows and that are no charsets. */
const NO_CHARSET = /^(?:binary|hex|base64|internal)$/;

/** Text in a code page of DOS, the Macintosh or a single country, by the tables of iconv-lite; null where it has none. */
export function decodeCodePage(bytes: Uint8Array, label: string): string | null {
  const name = [label, label.replace(/^mac(?:intosh)?[\s_-]*/, 'mac'), label.replace(/^(?:dos|oem)[\s_-]*/, 'cp')].find(
    (one) => !NO_CHARSET.test(one) && iconv.encodingExists(one),
  );
  return name === undefined ? null : iconv.decode(Buffer.from(bytes), name);
}

function decodeUtf7(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_all, encoded: string) =>
    encoded === '' ? '+' : new TextDecoder('utf-16be').decode(evenLength(Buffer.from(encoded, 'base64'))),
  );
}

function evenLength(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length - (bytes.length % 2));
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = littleEndian || (bytes.length >= 4 && view.getUint32(0, true) === 0xfeff);
  const out: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, little);
    if (code !== 0xfeff) out.push(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
  }
  return out.join('');
}

/** ISO-2022-KR: between SO and SI two-byte letters travel with their high bit removed; the announcer is ESC $ ) C. */
function decodeShifted(bytes: Uint8Array, shiftOut: number, shiftIn: number, charset: string): string {
  const out: number[] = [];
  let shifted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x1b && bytes[at + 1] === 0x24) at += 3;
    else if (byte === shiftOut) shifted = true;
    else if (byte === shiftIn) shifted = false;
    else out.push(shifted && byte > 0x20 ? byte | 0x80 : byte);
  }
  return new TextDecoder(charset).decode(Uint8Array.from(out));
}

/** HZ: `~{` opens and `~}` closes two-byte GB2312 without the high bit, `~~` is a tilde, `~` at a line's end joins. */
function decodeHz(bytes: Uint8Array): string {
  const out: number[] = [];
  let shifted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1];
    // letters are pairs, and the second byte of one may itself be a tilde
    if (shifted && byte > 0x20 && byte < 0x7e && next !== undefined && next > 0x20) {
      out.push(byte | 0x80, next | 0x80);
      at++;
    } else if (byte === 0x7e && (next === 0x7b || next === 0x7d || next === 0x7e || next === 0x0a)) {
      at++;
      if (next === 0x7e) out.push(0x7e);
      else if (next !== 0x0a) shifted = next === 0x7b;
    } else out.push(byte);
  }
  return new TextDecoder('gb18030').decode(Uint8Array.from(out));
}
