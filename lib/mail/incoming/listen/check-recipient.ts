import type { recipientRefusals } from '#lib/core/enumerations.ts';
import type { Result } from '#lib/core/result.ts';
import { domainOf, localPartOf, normaliseAddress } from '#lib/mail/message/address.ts';
import type { AliasFacts } from '../route/facts.ts';
import { aliasMatches, isBounceAddress, isCatchall, type OwnDomains } from '../route/match-recipients.ts';

/** Why a recipient is refused. */
export type RecipientRefusal = (typeof recipientRefusals)[number];

/** What decides whether a recipient is taken. */
export interface RecipientFacts extends OwnDomains {
  /** Aliases with the local part of the recipient, with or without what follows its `+`. */
  aliases: Pick<AliasFacts, 'name' | 'domain' | 'localPartDetection'>[];
  /** Addresses our own mail is written From: answers come to them. Lower case. */
  senders: string[];
  /** Incoming servers that mails are handed over to, in the order of their priority. */
  handedOver: { id: number; address: string | null }[];
}

export interface KnownRecipient {
  /** As the gateway is to see it: of an alias without what follows the `+`. */
  address: string;
  /** The incoming server it belongs to. */
  serverId: number | null;
}

/**
 * Whether a recipient is one of ours, asked before a mail is sent (RCPT). What follows a `+` may be a token of ours or
 * a word of the customer's, so it does not count.
 */
export function checkRecipient(given: string, facts: RecipientFacts): Result<KnownRecipient, RecipientRefusal> {
  const address = normaliseAddress(given);
  const base = withoutDetail(address);
  const serverId = serverOf([address, base], facts);
  const known = (kept: string) => ({ ok: true as const, value: { address: kept, serverId } });
  const alias = [address, base].find((one) => facts.aliases.some((alias) => aliasMatches(alias, one, facts)));
  if (alias !== undefined) return known(alias);
  if (isBounceAddress(address, facts) || isCatchall(address, facts)) return known(address);
  if (facts.senders.includes(base) || isMailbox(address, facts) || isMailbox(base, facts)) return known(address);
  return { ok: false, reason: isOwnDomain(domainOf(address), facts) ? 'unknown_address' : 'foreign_domain' };
}

function withoutDetail(address: string): string {
  return `${localPartOf(address).replace(/(.)\+.*$/, '$1')}@${domainOf(address)}`;
}

/** The server with this very address, else the first that is for any. */
function serverOf(addresses: string[], { handedOver }: RecipientFacts): number | null {
  const own = handedOver.find((server) => server.address !== null && addresses.includes(server.address));
  return (own ?? handedOver.find((server) => server.address === null))?.id ?? null;
}

function isMailbox(address: string, { handedOver }: RecipientFacts): boolean {
  return handedOver.some((server) => server.address === address);
}

function isOwnDomain(domain: string, facts: RecipientFacts): boolean {
  const mailboxes = facts.handedOver.flatMap(({ address }) => (address === null ? [] : [domainOf(address)]));
  return [
    ...facts.domains.map((one) => one.domain),
    facts.platformDomain,
    ...facts.allowedDomains,
    ...mailboxes,
  ].includes(domain);
}
