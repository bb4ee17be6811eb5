import type { Result } from '#lib/core/result.ts';
import {
  isValidAddress,
  isValidDomain,
  localPartOf,
  normaliseAddress,
  normaliseDomain,
} from '#lib/mail/message/address.ts';

/** How a parameter's text is read, which editor shows it, and the rule a bad value breaks. */
export interface Kind<T> {
  type: 'text' | 'integer' | 'boolean' | 'choice' | 'domain' | 'domains' | 'address' | 'url' | 'secret';
  choices?: readonly string[];
  min?: number;
  max?: number;
  /** The reason is a sentence that says what is allowed. */
  parse(text: string): Result<T>;
  /** How a value is stored and shown; `parse(format(value))` gives the value again. */
  format(value: T): string;
}

const onWords = ['on', 'true', '1', 'yes'];
const offWords = ['off', 'false', '0', 'no'];

export const onOff: Kind<boolean> = {
  type: 'boolean',
  parse: (text) => {
    const word = text.trim().toLowerCase();
    if (onWords.includes(word)) return { ok: true, value: true };
    if (offWords.includes(word)) return { ok: true, value: false };
    return { ok: false, reason: 'Must be on or off.' };
  },
  format: (value) => (value ? 'on' : 'off'),
};

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number): Kind<number> {
  return {
    type: 'integer',
    min,
    max,
    parse: (text) => {
      const value = Number(text.trim());
      const fits = /^[+-]?\d+$/.test(text.trim()) && value >= min && value <= max;
      return fits ? { ok: true, value } : { ok: false, reason: `Must be a whole number from ${min} to ${max}.` };
    },
    format: String,
  };
}

/** One of a closed list of words. */
export function choice<const W extends string>(choices: readonly W[]): Kind<W> {
  return {
    type: 'choice',
    choices,
    parse: (text) => {
      const found = choices.find((word) => word === text.trim());
      return found ? { ok: true, value: found } : { ok: false, reason: `Must be one of: ${choices.join(', ')}.` };
    },
    format: (value) => value,
  };
}

/** A domain mail can be addressed to, in lower-case ASCII; at least two labels. */
export const domain: Kind<string> = {
  type: 'domain',
  parse: (text) => {
    const name = normaliseDomain(text);
    const fits = name.includes('.') && !name.startsWith('[') && isValidDomain(name);
    return fits ? { ok: true, value: name } : { ok: false, reason: `Must be a domain such as mycompany.example.` };
  },
  format: (value) => value,
};

/** A comma list of domains; may be empty. */
export const domains: Kind<string[]> = {
  type: 'domains',
  parse: (text) => {
    const names = text.split(/[,\s]+/).filter(Boolean);
    // Commas alone are a slip; taken for an empty list they would let every domain in.
    if (names.length === 0 && text.trim() !== '') return { ok: false, reason: 'Must name a domain, or be empty.' };
    const read = names.map((name) => ({ name, result: domain.parse(name) }));
    const bad = read.find(({ result }) => !result.ok);
    if (bad) return { ok: false, reason: `Must be domains with commas between them; "${bad.name}" is none.` };
    return { ok: true, value: [...new Set(read.flatMap(({ result }) => (result.ok ? [result.value] : [])))] };
  },
  format: (value) => value.join(','),
};

/** What stands before the @, lower case, of plain characters so that every mail server accepts it. */
export const localPart: Kind<string> = {
  type: 'text',
  parse: (text) => {
    const part = text.trim().toLowerCase();
    const fits = /^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/.test(part) && !part.includes('..');
    return fits
      ? { ok: true, value: part }
      : { ok: false, reason: 'Must be what stands before the @: letters, digits, dot, dash and underscore.' };
  },
  format: (value) => value,
};

/** A local part, or a full address. */
export const localPartOrAddress: Kind<string> = {
  type: 'address',
  parse: (text) => {
    const address = normaliseAddress(text);
    if (!address.includes('@')) return localPart.parse(text);
    const fits = isValidAddress(address) && /^[\x21-\x7e]+$/.test(localPartOf(address));
    return fits
      ? { ok: true, value: address }
      : { ok: false, reason: 'Must be what stands before the @, or a full address such as office@mycompany.example.' };
  },
  format: (value) => value,
};

/** An id without spaces, such as an application has at a provider. */
export const identifier: Kind<string> = {
  type: 'text',
  parse: (text) => {
    const value = text.trim();
    const fits = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,254}$/.test(value);
    return fits
      ? { ok: true, value }
      : { ok: false, reason: 'Must be an id without spaces: letters, digits, dots, dashes and underscores.' };
  },
  format: (value) => value,
};

/** A secret: stored encrypted, never shown again. Empty: none. */
export const secret: Kind<string | null> = {
  type: 'secret',
  parse: (text) => {
    const value = text.trim();
    if (value === '') return { ok: true, value: null };
    const fits = /^[\x21-\x7e]{1,1000}$/.test(value);
    return fits
      ? { ok: true, value }
      : { ok: false, reason: 'Must be one word without spaces. Copy the secret itself, not its id or its name.' };
  },
  format: (value) => value ?? '',
};

/** An http or https address without path, kept without its trailing slash. */
export const baseAddress: Kind<string> = {
  type: 'url',
  parse: (text) => {
    const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
    const fits = url && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash;
    return fits
      ? { ok: true, value: `${url.origin}${url.pathname.replace(/\/+$/, '')}` }
      : { ok: false, reason: 'Must be an address such as https://mail.mycompany.example.' };
  },
  format: (value) => value,
};

/** The same kind, or nothing at all (null; an empty text). */
export function optional<T>(kind: Kind<T>): Kind<T | null> {
  return {
    ...kind,
    parse: (text) => (text.trim() === '' ? { ok: true, value: null } : kind.parse(text)),
    format: (value) => (value === null ? '' : kind.format(value)),
  };
}
