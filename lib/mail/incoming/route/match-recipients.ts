import type { AliasDomainFacts, AliasFacts, RouteFacts } from '#lib/mail/incoming/route/facts.ts';
import { domainOf, localPartOf, type MailAddress, normaliseAddress } from '#lib/mail/message/address.ts';

/** The addresses the mail was sent to directly: To and Delivered-To, each once, normalised. */
export function directRecipients(facts: RouteFacts): string[] {
  return normalised([...facts.to, ...facts.deliveredTo]);
}

/** Every address that may name an alias: To, Cc, Delivered-To, Resent-To, Resent-Cc. */
export function allRecipients(facts: RouteFacts): string[] {
  return normalised([...facts.to, ...facts.cc, ...facts.deliveredTo, ...facts.resentTo, ...facts.resentCc]);
}

function normalised(addresses: MailAddress[]): string[] {
  return [...new Set(addresses.map((one) => normaliseAddress(one.address)))];
}

/** What tells whether an address is one of ours. */
export interface OwnDomains {
  domains: Pick<AliasDomainFacts, 'domain' | 'catchall' | 'bounce'>[];
  platformDomain: string | null;
  allowedDomains: string[];
}

/** Whether an address is the catchall of an alias domain; a reply token behind `+` does not change that. */
export function isCatchall(address: string, facts: OwnDomains): boolean {
  return isServiceAddress(address, facts, 'catchall');
}

/** Whether an address is the bounce address of an alias domain, with or without a delivery's token. */
export function isBounceAddress(address: string, facts: OwnDomains): boolean {
  return isServiceAddress(address, facts, 'bounce');
}

function isServiceAddress(address: string, facts: OwnDomains, which: 'catchall' | 'bounce'): boolean {
  const local = localPartOf(address).replace(/\+.*$/, '').toLowerCase();
  const domain = domainOf(address).toLowerCase();
  return facts.domains.some(
    (one) => one[which] === local && (one.domain === domain || facts.platformDomain === domain),
  );
}

/**
 * Aliases one of the addresses names: the full address, or, where local-part detection is on, the local part at any
 * domain (or, where domains are listed, at one of those or at an alias domain). Ordered by model, then name.
 */
export function matchAliases(addresses: string[], facts: RouteFacts): AliasFacts[] {
  return facts.aliases
    .filter((alias) => addresses.some((address) => aliasMatches(alias, address, facts)))
    .toSorted((a, b) => a.model.localeCompare(b.model) || a.name.localeCompare(b.name) || a.id - b.id);
}

/** Whether an address names this alias. */
export function aliasMatches(
  alias: Pick<AliasFacts, 'name' | 'domain' | 'localPartDetection'>,
  address: string,
  facts: OwnDomains,
): boolean {
  if (alias.name === '' || localPartOf(address).toLowerCase() !== alias.name) return false;
  const domain = domainOf(address);
  if (alias.domain !== null && (domain === alias.domain || domain === facts.platformDomain)) return true;
  if (!alias.localPartDetection) return false;
  const listed = facts.allowedDomains.includes(domain) || facts.domains.some((one) => one.domain === domain);
  return facts.allowedDomains.length === 0 || listed;
}
