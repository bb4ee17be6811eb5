import type { DkimAlgorithm } from '#lib/core/enumerations.ts';

/** One record to publish, as the form of a DNS provider asks for it. */
export interface DnsRecord {
  type: 'TXT' | 'CNAME';
  /** Without a dot at the end. */
  name: string;
  /** In one piece, as most providers' forms take it. */
  value: string;
  /** As a line of a zone file, a long text in strings of at most 255 bytes (RFC 1035 section 3.3.14). */
  zoneLine: string;
}

const longestString = 255;

/**
 * What makes a key known to those who receive mail: the key itself, or where the platform signs for its customers, a
 * pointer to the platform's own record of the same selector.
 * @param platformDomain null: the key is published under the domain itself
 */
export function dkimRecord(
  key: { domain: string; selector: string; algorithm: DkimAlgorithm; publicKey: string },
  platformDomain: string | null,
): DnsRecord {
  const name = `${key.selector}._domainkey.${key.domain}`;
  if (platformDomain) {
    const value = `${key.selector}._domainkey.${platformDomain}`;
    return { type: 'CNAME', name, value, zoneLine: `${name}. IN CNAME ${value}.` };
  }
  const value = `v=DKIM1; k=${key.algorithm === 'ed25519' ? 'ed25519' : 'rsa'}; p=${key.publicKey}`;
  const strings = value.match(new RegExp(`.{1,${longestString}}`, 'g')) ?? [];
  return { type: 'TXT', name, value, zoneLine: `${name}. IN TXT ( ${strings.map((part) => `"${part}"`).join(' ')} )` };
}
