import { getDomain } from 'tldts';
import { domainOf, normaliseDomain } from '#lib/mail/message/address.ts';
import { headerValues } from '../parse/decode-headers.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';

/** What another host found out: RFC 8601 words, null where it says nothing about a method. */
export interface StatedAuthentication {
  host: string;
  spf: string | null;
  dkim: string | null;
  dmarc: string | null;
  /** A signature it found good is of the domain of the From address. */
  aligned: boolean;
}

/**
 * Reads the topmost Authentication-Results header (RFC 8601), and only where the host we trust wrote it: anybody can
 * write the ones further down. Null where it did not.
 */
export function readAuthentication(
  mail: Pick<ParsedMail, 'headers' | 'from'>,
  trusted: string | null,
): StatedAuthentication | null {
  const [top] = headerValues(mail.headers, 'authentication-results');
  if (!top || !trusted) return null;
  const [host = '', ...methods] = top.replace(/\([^()]*\)/g, ' ').split(';');
  const name = host.trim().split(/\s/)[0] ?? '';
  if (name.toLowerCase() !== trusted.trim().toLowerCase()) return null;
  const results = methods.map((text) => text.trim());
  const words = (method: string) =>
    results.flatMap((text) => new RegExp(`^${method}\\s*=\\s*([a-z]+)`, 'i').exec(text)?.[1]?.toLowerCase() ?? []);
  const dkim = words('dkim');
  const aligned = results.some((text) => /^dkim\s*=\s*pass\b/i.test(text) && isAligned(signerOf(text), mail.from));
  return {
    host: name,
    spf: words('spf')[0] ?? null,
    dkim: dkim.includes('pass') ? 'pass' : (dkim[0] ?? null),
    dmarc: words('dmarc')[0] ?? null,
    aligned,
  };
}

/** `header.d=example.com`, or the domain of `header.i=@example.com`. */
function signerOf(result: string): string | null {
  return /\bheader\.(?:d=|i=[^@\s]*@)([^\s;]+)/i.exec(result)?.[1] ?? null;
}

/** Whether a domain and that of an address belong together (relaxed alignment, RFC 7489 section 3.1.1). */
export function isAligned(domain: string | null, from: ParsedMail['from']): boolean {
  if (domain === null || from === null) return false;
  const organisation = (name: string) => getDomain(normaliseDomain(name), { allowPrivateDomains: true }) ?? name;
  return organisation(domain) === organisation(domainOf(from.address));
}
