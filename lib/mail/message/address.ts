import { decodeWords } from 'postal-mime';
import { type AddressToken, splitEntries, tokenizeAddresses } from '#lib/mail/message/address-tokens.ts';
import { decodePunycode } from '#lib/mail/message/decode-punycode.ts';

/** One mailbox of an address header. `name` is decoded and may be empty; `address` always holds an `@`. */
export interface MailAddress {
  name: string;
  address: string;
}

/** Headers longer than this many characters are cut before parsing, so that hostile input costs bounded time. */
const MAX_HEADER_LENGTH = 131_072;
/** Far above the 254 characters of RFC 5321: keeps the patterns below away from text that cannot be an address. */
const MAX_ADDRESS_LENGTH = 1000;
const MAX_NAME_LENGTH = 4000;
const ATOM = /^[^\s\p{Cc}()<>[\]:;@\\,"]+$/u;

/**
 * Reads an address header tolerantly (RFC 5322 section 3.4 and what real mailers write): names, comments, groups,
 * quoted strings, `Name addr@x` without brackets, missing or doubled brackets. Entries without an `@` are left out.
 * An address inside a quoted name never counts while the entry has one outside of it.
 */
export function parseAddressList(text: string | null | undefined): MailAddress[] {
  if (!text) return [];
  const tokens = tokenizeAddresses(text.slice(0, MAX_HEADER_LENGTH).replace(/[\r\n\t\0]+/g, ' '));
  return splitEntries(tokens).flatMap((entry) => readEntry(entry) ?? []);
}

/** The first address of a header, or null where there is none. */
export function parseAddress(text: string | null | undefined): MailAddress | null {
  return parseAddressList(text)[0] ?? null;
}

function readEntry(tokens: AddressToken[]): MailAddress | null {
  const bracketed = tokens.findIndex((token) => token.type === 'angle' && bareAddress(token.value) !== null);
  const angle = tokens[bracketed];
  if (angle) {
    const name = displayName(tokens.slice(0, bracketed)) || displayName(tokens.slice(bracketed + 1));
    return { name, address: bareAddress(angle.value) ?? '' };
  }
  return readUnbracketed(tokens) ?? readEncodedWhole(tokens);
}

/** `a@b (Name)`, `Name a@b`: the word holding the `@`, with a quoted local part glued to it where it touches. */
function readUnbracketed(tokens: AddressToken[]): MailAddress | null {
  const words = joinTouching(tokens);
  const index = words.findLastIndex((word) => word.isAddress);
  const word = words[index];
  if (!word) return null;
  const name = words
    .filter((_, position) => position !== index)
    .map((other) => other.text)
    .join(' ');
  return {
    name: cleanName(name) || displayName(tokens.filter((token) => token.type === 'comment')),
    address: word.raw,
  };
}

function joinTouching(tokens: AddressToken[]): { raw: string; text: string; isAddress: boolean }[] {
  const words: { raw: string; text: string; isAddress: boolean; end: number }[] = [];
  for (const token of tokens) {
    const raw = token.type === 'quoted' ? quote(token.value) : token.value;
    const last = words.at(-1);
    if (token.type === 'comment') {
      // obsolete syntax: a comment within an address parts nothing (RFC 5322 section 4.4)
      if (last?.end === token.start) last.end = token.end;
      continue;
    }
    const touches = last && last.end === token.start && (token.value.startsWith('@') || last.raw.endsWith('@'));
    // so does white space around its dots and its @
    const spaced = last && (/^@?\.?$/.test(raw) || /^@$|@.*\.$/.test(last.raw)) && `${last.raw}${raw}`.includes('@');
    if (last && (touches || spaced))
      Object.assign(last, { raw: last.raw + raw, text: last.text + token.value, end: token.end });
    else words.push({ raw, text: token.value, isAddress: false, end: token.end });
  }
  return words.map((word) => {
    if (word.raw.length > MAX_ADDRESS_LENGTH) return { raw: word.raw, text: word.text, isAddress: false };
    const raw = word.raw.replace(/^'+|'+$|^mailto:/gi, '');
    return { raw, text: word.text, isAddress: /^("(?:[^"\\]|\\.)*"|[^"]+)@[^@"]+$/.test(raw) };
  });
}

/** Some mailers encode the whole `Name <a@b>` in one RFC 2047 word. */
function readEncodedWhole(tokens: AddressToken[]): MailAddress | null {
  const raw = tokens.map((token) => token.value).join(' ');
  if (raw.length > MAX_ADDRESS_LENGTH || !/=\?[^?\s]+\?[bq]\?/i.test(raw)) return null;
  const decoded = decodeWords(raw);
  return decoded === raw || /=\?[^?\s]+\?[bq]\?/i.test(decoded) ? null : parseAddress(decoded);
}

/** The address within `<...>`: white space, a leftover inner name and an obsolete source route are dropped. */
function bareAddress(inner: string): string | null {
  if (inner.length > MAX_ADDRESS_LENGTH) return null;
  const text = withoutComments(inner.replace(/^\s*@[^:"]*:/, '')).trim();
  const quoted = /("(?:[^"\\]|\\.)*")\s*@\s*([^\s<>"@]+)$/.exec(text);
  if (quoted) return `${quoted[1]}@${quoted[2]}`;
  const compact = text.replace(/^mailto:/i, '').replace(/^['"\s]+|['"\s]+$/g, '');
  if (!compact.includes('@')) return null;
  const glued = compact.replace(/\s*([@.])\s*/g, '$1');
  return glued.split(/\s+/).findLast((word) => /.@./.test(word)) ?? null;
}

/** Comments within the brackets (obsolete, RFC 5322 section 4.4), innermost first; a quoted local part may hold brackets. */
function withoutComments(text: string): string {
  if (!text.includes('(') || text.includes('"')) return text;
  const once = text.replace(/\((?:[^()\\]|\\.)*\)/g, '');
  return once.includes('(') ? once.replace(/\((?:[^()\\]|\\.)*\)/g, '') : once;
}

function displayName(tokens: AddressToken[]): string {
  const phrase = tokens.filter((token) => token.type !== 'comment');
  const source = phrase.length > 0 ? phrase : tokens;
  return cleanName(source.map((token) => token.value).join(' '));
}

function cleanName(name: string): string {
  const short = name.slice(0, MAX_NAME_LENGTH);
  const decoded = short.includes('=?') ? decodeWords(short) : short;
  const flat = decoded.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return /^'.*'$/.test(flat) ? flat.slice(1, -1).trim() : flat;
}

/** Everything after the last `@`, as written; empty where there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(at + 1);
}

/** Everything before the last `@`, as written (quotes kept); the whole text where there is none. */
export function localPartOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : address.slice(0, at);
}

/** A domain in lower-case ASCII (IDNA A-labels, RFC 5890). A name that IDNA refuses comes back lower-cased as it is. */
export function normaliseDomain(domain: string): string {
  const lower = domain.trim().toLowerCase().replace(/\.$/, '');
  // Plain ASCII names do not go through the URL host parser: it turns `10.1` into an IPv4 address.
  return /^[\x20-\x7e]*$/.test(lower) ? lower : toAsciiDomain(lower) || lower;
}

/** One spelling per mailbox, for comparing: domain in ASCII lower case, local part lower-cased only where it is ASCII. */
export function normaliseAddress(address: string): string {
  const trimmed = address.trim();
  if (!trimmed.includes('@')) return trimmed.toLowerCase();
  const local = localPartOf(trimmed);
  const comparable = /^[\x20-\x7e]*$/.test(local) ? local.toLowerCase() : local;
  return `${comparable}@${normaliseDomain(domainOf(trimmed))}`;
}

/**
 * Writes `"Name" <address>`: the name quoted, line breaks and other control characters gone, and nothing in it that a
 * reader would decode as an RFC 2047 word. Without a name the bare address.
 */
export function formatAddress(name: string | null | undefined, address: string): string {
  const bare = address.replace(/[\p{Cc}<>]/gu, '').trim();
  const shown = (name ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll('=?', '= ?')
    .trim();
  return shown === '' ? bare : `${quote(shown)} <${bare}>`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The form SMTP without SMTPUTF8 can carry: ASCII local part, IDNA domain. Null where the address has no such form. */
export function toAsciiAddress(address: string): string | null {
  if (!isValidAddress(address)) return null;
  const local = localPartOf(address);
  const domain = domainOf(address);
  if (!/^[\x20-\x7e]+$/.test(local)) return null;
  return `${local}@${/^[\x20-\x7e]+$/.test(domain) ? domain : normaliseDomain(domain)}`;
}

/**
 * The form for the SMTP envelope: IDNA domain, the local part as it is. One beyond ASCII needs a server with SMTPUTF8 (see
 * {@link needsSmtpUtf8}). Null where the address is not valid.
 */
export function toSmtpAddress(address: string): string | null {
  if (!isValidAddress(address)) return null;
  const domain = domainOf(address);
  return `${localPartOf(address)}@${/^[\x20-\x7e]+$/.test(domain) ? domain : normaliseDomain(domain)}`;
}

/** Whether only servers with SMTPUTF8 (RFC 6531) can carry mail from or to a bare address. */
export function needsSmtpUtf8(address: string): boolean {
  return !/^[\x20-\x7e]*$/.test(localPartOf(address));
}

/** Whether a bare address is valid (RFC 5321 section 4.1.2 with RFC 6531 letters): no name, no comment, no line break. */
export function isValidAddress(address: string): boolean {
  const at = address.lastIndexOf('@');
  if (at < 1 || address.length > 998 || /\p{Cc}/u.test(address)) return false;
  return isValidLocalPart(address.slice(0, at)) && isValidDomain(address.slice(at + 1));
}

function isValidLocalPart(local: string): boolean {
  if (local.length > 64) return false;
  if (local.startsWith('"')) return /^"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u.test(local);
  return local.split('.').every((atom) => ATOM.test(atom));
}

/** Whether a domain can stand in an address: labels of 1 to 63 characters, a valid IDNA name, or an address literal. */
export function isValidDomain(domain: string): boolean {
  if (/^\[[0-9a-fA-F.:]+\]$|^\[IPv6:[0-9a-fA-F.:]+\]$/.test(domain)) return true;
  const labels = domain.split('.');
  if (domain.length > 253 || !labels.every((label) => ATOM.test(label) && !/^-|-$/.test(label))) return false;
  const needsIdna = labels.some((label) => /^xn--/i.test(label) || !/^[\x20-\x7e]*$/.test(label));
  if (needsIdna) return isRoundTripIdna(domain);
  return labels.every((label) => label.length <= 63);
}

/** A-labels that decode to nothing, or to something else (`xn--example`), pass some host parsers. */
function isRoundTripIdna(domain: string): boolean {
  const ascii = toAsciiDomain(domain);
  if (ascii === '') return false;
  return ascii.split('.').every((label) => {
    if (!label.startsWith('xn--')) return true;
    const letters = decodePunycode(label.slice(4));
    return letters !== null && /[^\x20-\x7e]/.test(letters) && toAsciiDomain(letters) === label;
  });
}

/** By the URL standard's host parser, which browsers have too: forms check addresses with this file. '' when refused. */
function toAsciiDomain(domain: string): string {
  try {
    return /[\s/?#:@\\%]/.test(domain) ? '' : new URL(`http://${domain}`).hostname;
  } catch {
    return '';
  }
}

/** Whether a text is exactly one mailbox, with or without a name: `a@b.c`, `Name <a@b.c>`, `(comment) a@b.c`. */
export function isValidMailbox(text: string): boolean {
  if (text.length > MAX_ADDRESS_LENGTH || /[\r\n]/.test(text)) return false;
  const withoutComments = text.replace(/^\s*\([^()\\]*\)|\([^()\\]*\)\s*$/g, '').trim();
  const named = /^((?:"(?:[^"\\]|\\.)*"|[^"<>@,;:\\()[\]])*)<([^<>]*|"(?:[^"\\]|\\.)*"@[^<>]+)>$/.exec(withoutComments);
  return isValidAddress(named ? (named[2] ?? '') : withoutComments);
}
