import { decodeWords } from 'postal-mime';
import { decodeText, normaliseCharset } from '#lib/mail/incoming/parse/decode-text.ts';
import type { MailHeader } from '#lib/mail/incoming/parse/parsed-mail.ts';

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
/** Words of one charset that follow each other: a letter may be cut between them, so their bytes are joined first. */
const RUN = /=\?([^?\s]{1,60})\?[QqBb]\?[^?]{0,20000}\?=(?:\s*=\?\1\?[QqBb]\?[^?]{0,20000}\?=)*/g;

function readableWords(value: string): string {
  return value.replace(RUN, (run, charset: string) => {
    const bytes = [...run.matchAll(WORD)].map((word) =>
      /b/i.test(word[2] ?? '') ? Buffer.from(word[3] ?? '', 'base64') : decodeQ(word[3] ?? ''),
    );
    const text = decodeText(Buffer.concat(bytes), normaliseCharset(charset));
    return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
  });
}

function decodeQ(text: string): Buffer {
  const latin = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin, 'latin1');
}
