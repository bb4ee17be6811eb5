import { headerValues } from '../parse/decode-headers.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';

/** What is known about whether the From address is genuine: RFC 8601 words (`pass`, `fail`, `none`, ...). */
export interface Authentication {
  spf: string;
  dkim: string;
  dmarc: string;
  /** The host that says so; `none` where nobody we trust does. */
  source: string;
}

const unknown: Authentication = { spf: 'none', dkim: 'none', dmarc: 'none', source: 'none' };

/**
 * Reads the topmost Authentication-Results header (RFC 8601), and only where the host we trust wrote it: anybody can
 * write the ones further down.
 */
export function readAuthentication(mail: Pick<ParsedMail, 'headers'>, trusted: string | null): Authentication {
  const [top] = headerValues(mail.headers, 'authentication-results');
  if (!top || !trusted) return unknown;
  const [host = ''] = top.trim().split(/[\s;]/);
  if (host.toLowerCase() !== trusted.trim().toLowerCase()) return unknown;
  const read = (method: string) =>
    new RegExp(`(?:^|[;\\s])${method}\\s*=\\s*([a-z]+)`, 'i').exec(top)?.[1]?.toLowerCase() ?? 'none';
  return { spf: read('spf'), dkim: read('dkim'), dmarc: read('dmarc'), source: host };
}

/** Whether the From domain is proven: DMARC says so, which needs an aligned signature or sender. */
export function isVerified(authentication: Authentication): boolean {
  return authentication.dmarc === 'pass';
}
