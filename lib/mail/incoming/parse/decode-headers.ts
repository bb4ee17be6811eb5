import { decodeWords } from 'postal-mime';
import { decodeText, normaliseCharset } from './decode-text.ts';
import type { MailHeader } from './parsed-mail.ts';

/** All values of a header, in document order. `name` in lower case. */
export function headerValues(headers: readonly MailHeader[], name: string): string[] {
  return headers.filter((header) => header.name === name).map((header) => header.value);
}

/** The first value of a header, or null. */
export function headerValue(headers: readonly MailHeader[], name: string): string | null {
  return headers.find((header) => header.name === name)?.value ?? null;
}

/**
 * Text of an unstructured header: RFC 2047 words decoded, white space folded to single spaces, control characters
 * gone. Words that real mailers break (spaces inside, no space between two words, quoted words) are read as meant.
 */
export function decodeHeaderText(value: string): string {
  const whole = value.includes('=?') ? decodeWords(readableWords(value)) : value;
  return whole.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

const WORD = /=\?([^?\s]{1,60})\?([QqBb])\?([^?]{0,20000})\?=/g;
const RARE = /^(?:.*utf-?7|utf-?32.*|ucs-?4.*|iso-2022-kr|hz.*|(?:cp|ibm)-?(?:437|850|852))$/;

/** Words in charsets the decoder does not know become UTF-8 words; spaces within a Q word become underscores. */
function readableWords(value: string): string {
  return value.replace(WORD, (word, charset: string, encoding: string, text: string) => {
    const label = normaliseCharset(charset);
    if (!RARE.test(label)) return /q/i.test(encoding) ? word.replace(text, () => text.replace(/ /g, '_')) : word;
    const bytes = /b/i.test(encoding) ? Buffer.from(text, 'base64') : decodeQ(text);
    return `=?utf-8?B?${Buffer.from(decodeText(bytes, label)).toString('base64')}?=`;
  });
}

function decodeQ(text: string): Buffer {
  const latin = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin, 'latin1');
}
