import { decodeCodePage, decodeRareCharset } from '#lib/mail/incoming/parse/decode-rare-charset.ts';

const ALIASES: Record<string, string> = {
  '88591': 'windows-1252',
  ansi: 'windows-1252',
  latin1: 'windows-1252',
  iso88591: 'windows-1252',
  iso885915: 'iso-8859-15',
  iso88598i: 'iso-8859-8-i',
  iso88598e: 'iso-8859-8-e',
  tis620: 'windows-874',
  cp874: 'windows-874',
  iso885911: 'windows-874',
  uhc: 'euc-kr',
  cp949: 'euc-kr',
  ksc56011987: 'euc-kr',
  ksc5601: 'euc-kr',
  cp932: 'shift_jis',
  windows31j: 'shift_jis',
  mskanji: 'shift_jis',
  iso2022jp1: 'iso-2022-jp',
  iso2022jp2: 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp51932: 'euc-jp',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  cp936: 'gb18030',
  cp950: 'big5',
  utf16: 'utf-16le',
  ucs2: 'utf-16le',
  utf8mb4: 'utf-8',
  latin9: 'iso-8859-15',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  big5eten: 'big5',
  macroman: 'macintosh',
  maccyrillic: 'x-mac-cyrillic',
};

/**
 * Text of bytes in a charset as mail names it. Never throws: an unknown or missing label falls back to what the bytes
 * look like (ISO-2022-JP escapes, valid UTF-8, else windows-1252), undecodable bytes become U+FFFD, NULs are removed
 * because PostgreSQL text cannot hold them.
 *
 * @param charset the label as written in the header; null or undefined when there is none (RFC 2045 5.2 says US-ASCII)
 */
export function decodeText(bytes: Uint8Array, charset?: string | null): string {
  return decodeByLabel(bytes, normaliseCharset(charset)).replaceAll('\0', '');
}

/** A label without the decorations mail programs add: `=3D` debris, quotes, separators, `x-` and `cs` prefixes. */
export function normaliseCharset(charset?: string | null): string {
  return (charset ?? '')
    .trim()
    .toLowerCase()
    .replace(/^charset=/, '')
    .replace(/^3d/, '')
    .replace(/["'\\<>]/g, '')
    .replace(/[*;:].*$/, '')
    .replace(/^(?:x-|cs(?=[a-z]))/, '');
}

function decodeByLabel(bytes: Uint8Array, label: string): string {
  const marked = byteOrderMark(bytes);
  if (marked) return new TextDecoder(marked).decode(bytes);
  if (['', 'us-ascii', 'ascii', 'utf-8', 'utf8', 'unknown', 'unknown-8bit', 'utf8mb4'].includes(label)) {
    return decodeByLook(bytes, label.startsWith('utf'));
  }
  const rare = decodeRareCharset(bytes, label);
  if (rare !== null) return rare;
  const decoder = decoderFor(label);
  if (decoder?.encoding === 'iso-2022-jp') return decoder.decode(withoutIdleEscapes(bytes));
  // the runtime's EUC-KR and Big5 lack the letters that Windows and Hong Kong added
  if (decoder?.encoding === 'euc-kr') return decodeCodePage(bytes, 'cp949') ?? decoder.decode(bytes);
  if (decoder?.encoding === 'big5') return decodeCodePage(bytes, 'big5hkscs') ?? decoder.decode(bytes);
  return decoder?.decode(bytes) ?? decodeCodePage(bytes, label) ?? decodeByLook(bytes, false);
}

/** The decoder writes U+FFFD for an escape that directly follows another, which joined encoded words and old mailers have. */
function withoutIdleEscapes(bytes: Uint8Array): Uint8Array {
  const latin = Buffer.from(bytes).toString('latin1');
  const [ascii, kanji] = ['\u001b(B', '\u001b$B'];
  return latin.includes(ascii + kanji) ? Buffer.from(latin.replaceAll(ascii + kanji, ''), 'latin1') : bytes;
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  // FF FE 00 00 is UTF-32LE, which its own decoder reads
  if (bytes[0] === 0xff && bytes[1] === 0xfe && !(bytes[2] === 0 && bytes[3] === 0)) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

function decodeByLook(bytes: Uint8Array, declaredUtf8: boolean): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\u001b$') ? new TextDecoder('iso-2022-jp').decode(bytes) : text;
  } catch {
    const lenient = new TextDecoder('utf-8').decode(bytes);
    // a truncated or slightly damaged UTF-8 text still shows whole letters; a Latin one shows none
    return declaredUtf8 && hasForeignLetter(lenient) ? lenient : new TextDecoder('windows-1252').decode(bytes);
  }
}

function hasForeignLetter(text: string): boolean {
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code > 0x7f && code !== 0xfffd) return true;
  }
  return false;
}

function decoderFor(label: string): TextDecoder | null {
  const compact = label.replace(/^(?:win|ms|ibm)[\s_-]?(?=\d)/, 'cp').replace(/[\s._-]+/g, '');
  const codePage = /^(?:cp|windows)(125\d)$/.exec(compact);
  const iso = /^(?:iso)?8859(\d{1,2})$/.exec(compact);
  const candidates = [
    ALIASES[compact],
    label,
    codePage && `windows-${codePage[1]}`,
    iso && `iso-8859-${iso[1]}`,
    `x-${label}`,
    compact,
  ];
  for (const candidate of candidates) {
    if (!candidate) continue;
    try {
      return new TextDecoder(candidate);
    } catch {
      // not a label of the WHATWG Encoding Standard: try the next spelling
    }
  }
  return null;
}
