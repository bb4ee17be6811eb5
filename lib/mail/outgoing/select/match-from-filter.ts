import { domainOf, localPartOf, normaliseAddress, normaliseDomain, parseAddress } from '#lib/mail/message/address.ts';

/** A From filter taken apart, each part in its comparable spelling. No part at all = any sender. */
export interface FromFilter {
  addresses: string[];
  domains: string[];
}

/** How a filter admits an address: `any` = the filter is empty; null = it does not. */
export type FromFilterMatch = 'address' | 'domain' | 'any' | null;

/** Reads a comma-separated From filter. A part with `@` is a full address, one without (or `@example.com`) a bare domain. */
export function parseFromFilter(filter: string | null): FromFilter {
  const parts = (filter ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const addresses: string[] = [];
  const domains: string[] = [];
  for (const part of parts) {
    if (!part.includes('@') || part.startsWith('@')) domains.push(normaliseDomain(part.replace(/^@/, '')));
    else addresses.push(normaliseAddress(parseAddress(part)?.address ?? part));
  }
  return { addresses, domains };
}

/**
 * Whether a filter admits a sender. Full addresses and domains must be equal (no sub-domains, no suffixes), whatever
 * their case and whether IDNA or not. The display name is ignored: an address hidden in it never counts.
 */
export function matchFromFilter(from: string, filter: string | null): FromFilterMatch {
  const { addresses, domains } = parseFromFilter(filter);
  if (addresses.length === 0 && domains.length === 0) return 'any';
  const address = parseAddress(from)?.address;
  if (!address) return null;
  const comparable = normaliseAddress(address);
  if (addresses.includes(comparable)) return 'address';
  return domains.includes(domainOf(comparable)) ? 'domain' : null;
}

/** The same for a bounce address, which is tested without its `+token`: every delivery may carry another one. */
export function matchBounceAddress(bounce: string, filter: string | null): FromFilterMatch {
  const address = parseAddress(bounce)?.address;
  if (!address) return matchFromFilter(bounce, filter);
  const withoutToken = localPartOf(address).replace(/\+.*$/, '') || localPartOf(address);
  return matchFromFilter(`${withoutToken}@${domainOf(address)}`, filter) ?? matchFromFilter(address, filter);
}
