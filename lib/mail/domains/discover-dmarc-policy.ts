import { getDomain } from 'tldts';
import type { DnsQuestion } from './ask-dns-server.ts';
import { type DmarcPolicy, type DmarcReading, readDmarcRecords } from './dmarc-record.ts';
import { type DnsAnswer, textsOf } from './query-dns.ts';

export interface DiscoveredPolicy {
  /** Null: it publishes none. */
  policy: DmarcPolicy | null;
  /** The record as found. */
  record: string | null;
  /** Seconds; null where DNS does not say. */
  ttl: number | null;
}

/**
 * The DMARC policy for mail From a domain (RFC 7489 section 6.6.3): its own record, else the one of its organisational
 * domain with the policy for sub-domains.
 * @param domain in ASCII, lower case
 * @throws what `ask` throws when DNS does not answer
 */
export async function discoverDmarcPolicy(
  ask: (question: DnsQuestion) => Promise<DnsAnswer>,
  domain: string,
): Promise<DiscoveredPolicy> {
  const own = await readAt(ask, domain);
  if (own.reading !== 'absent') return { ...conclude(own.reading, 'policy'), ttl: own.ttl };
  // Private suffixes count: customers of one hosting company are not one organisation.
  const organisation = getDomain(domain, { allowPrivateDomains: true });
  if (organisation === null || organisation === domain) return { policy: null, record: null, ttl: own.ttl };
  const above = await readAt(ask, organisation);
  const ttl = shorter(own.ttl, above.ttl);
  if (typeof above.reading === 'string') return { policy: null, record: null, ttl };
  const differs = above.reading.missing !== above.reading.subdomains;
  const isMissing = differs && !(await ask({ name: domain, type: 'A' })).exists;
  return { ...conclude(above.reading, isMissing ? 'missing' : 'subdomains'), ttl };
}

async function readAt(ask: (question: DnsQuestion) => Promise<DnsAnswer>, domain: string) {
  const name = `_dmarc.${domain}`;
  // Longer names cannot exist (RFC 1035 section 2.3.4): a resolver's complaint would look like a failure of DNS.
  if (name.length > 253 || name.split('.').some((label) => label === '' || label.length > 63))
    return { reading: 'absent' as const, ttl: null };
  const { records, ttl } = await ask({ name, type: 'TXT' });
  return { reading: readDmarcRecords(textsOf(records)), ttl };
}

function conclude(reading: Exclude<DmarcReading, 'absent'>, which: 'policy' | 'subdomains' | 'missing') {
  return reading === 'void' ? { policy: null, record: null } : { policy: reading[which], record: reading.text };
}

function shorter(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
