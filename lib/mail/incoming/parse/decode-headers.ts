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

/** A `?` of the text itself, which some mailers forget to encode, neither begins nor ends a word. */
const TEXT = String.raw`(?:[^?]|(?<!=)\?(?!=)){0,20000}`;
const WORD = new RegExp(String.raw`=\?([^?\s]{1,60})\?([QqBb])\?(${TEXT})\?=`, 'g');
/** Words of one charset that follow each other: a letter may be cut between them, so their bytes are joined first. */
const RUN = new RegExp(String.raw`=\?([^?\s]{1,60})\?[QB]\?${TEXT}\?=(?:\s*=\?\1\?[QB]\?${TEXT}\?=)*`, 'gi');

function readableWords(value: string): string {
  return value.replace(RUN, (run, charset: string) => {
    const bytes = [...run.matchAll(WORD)].map((word) =>
      /b/i.test(word[2] ?? '') ? decodeB(word[3] ?? '') : decodeQ(word[3] ?? ''),
    );
    const text = decodeText(Buffer.concat(bytes), normaliseCharset(charset));
    return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
  });
}

/**
 * The value of an address header with the separators inside encoded words encoded as well: RFC 2047 section 5 (3) asks
 * for it, mailers forget it, and a comma would cut the name in two.
 */
export function withWholeWords(value: string): string {
  if (!value.includes('=?')) return value;
  return value.replace(WORD, (word, _charset: string, kind: string) =>
    /q/i.test(kind) ? word.replace(/[,;:<>()"]/g, (mark) => `=${mark.charCodeAt(0).toString(16).toUpperCase()}`) : word,
  );
}

/** Joined pieces may each end in their own padding. */
function decodeB(text: string): Buffer {
  return Buffer.concat(text.split(/=+/).map((piece) => Buffer.from(piece, 'base64')));
}

function decodeQ(text: string): Buffer {
  const latin = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin, 'latin1');
}
