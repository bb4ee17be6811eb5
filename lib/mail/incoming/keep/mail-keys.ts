import { sha256 } from '#lib/core/crypto.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';
import type { RawMail } from './open-mail.ts';

/** Beyond this an id is kept as its hash: an index entry holds 2.7 KB at most. */
const longestKey = 500;

/** Ids by which a mail is known: its Message-ID, and ours, which providers that rewrite Message-ID leave alone. */
export function mailIds(mail: ParsedMail): string[] {
  const own = answeredId(mail) === null ? mail.contextMessageId : null;
  return [...new Set([mail.messageId, own].filter((id) => id !== null))];
}

/**
 * The mail of ours that an answer names by our own id header; null for every other mail. Some programs copy the header
 * into answers. Mails of ours name what they answer in References alone, so In-Reply-To tells an answer from a mail of
 * ours that came back.
 */
export function answeredId(mail: ParsedMail): string | null {
  return mail.inReplyTo === null ? null : mail.contextMessageId;
}

/**
 * The unique keys of a mail: its ids, or where it has no Message-ID a hash of what does not change on the way (not of
 * Received and other trace headers, which differ when the same mail comes by two roads).
 */
export function mailKeys(mail: ParsedMail, raw: RawMail): string[] {
  if (mail.messageId === null) return [`content:${contentHash(mail, raw)}`];
  return mailIds(mail).map((id) => (id.length > longestKey ? `hash:${sha256(id)}` : `id:${id}`));
}

/** The Message-ID of the mail; where it has none, one made of its content, so that it is the same each time. */
export function stableMessageId(mail: ParsedMail, raw: RawMail): string {
  if (mail.messageId !== null && mail.messageId.length <= longestKey) return mail.messageId;
  const hash = mail.messageId === null ? contentHash(mail, raw) : sha256(mail.messageId);
  return `<${hash.slice(0, 40)}@no-message-id.invalid>`;
}

function contentHash(mail: ParsedMail, raw: RawMail): string {
  const head = ['from', 'to', 'cc', 'subject', 'date'].map((name) =>
    mail.headers.filter((header) => header.name === name).map((header) => header.value),
  );
  return sha256(`${JSON.stringify(head)}${raw.bodyHash ?? bodyHashOf(raw.bytes)}`);
}

function bodyHashOf(raw: Uint8Array): string {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const ends = [bytes.indexOf('\r\n\r\n'), bytes.indexOf('\n\n')].filter((at) => at >= 0);
  return sha256(ends.length === 0 ? bytes : bytes.subarray(Math.min(...ends)));
}
