import type { TraceLine } from '#lib/core/trace.ts';
import { domainOf, type MailAddress, normaliseAddress, normaliseDomain } from '#lib/mail/message/address.ts';

/** What a partner's domain asks receivers to do with mail that is not from its own servers; `unknown` = no answer in time. */
export interface PartnerDmarc {
  domain: string;
  policy: 'none' | 'quarantine' | 'reject' | 'unknown';
  /** The record as found; null: it publishes none. */
  record?: string | null;
  /** Why the policy is unknown. */
  error?: string | null;
}

/** Our domains and addresses, in comparable spelling. */
export interface Ours {
  domains: string[];
  addresses: string[];
}

interface PolicyFacts {
  author: MailAddress | null;
  ours: Ours;
  partnerDmarc: PartnerDmarc | null;
}

/** The domain of an address that is not ours, in ASCII; null where it is, or can publish no policy. */
export function partnerDomain(address: string, ours: Ours): string | null {
  const comparable = normaliseAddress(address);
  const domain = domainOf(comparable);
  return ours.addresses.includes(comparable) || ours.domains.includes(domain) || domain.startsWith('[') ? null : domain;
}

/** Whether receivers would hold it against us that the author stands in From. No answer of DNS counts as yes. */
export function forbidsAuthor(facts: PolicyFacts): boolean {
  return isAboutAuthor(facts) && facts.partnerDmarc?.policy !== 'none';
}

/** The policy known is that of the author's domain, or of the one above it, and the domain is not ours. */
function isAboutAuthor({ author, partnerDmarc, ours }: PolicyFacts): boolean {
  const domain = author === null ? null : partnerDomain(author.address, ours);
  if (domain === null || partnerDmarc === null) return false;
  const published = normaliseDomain(partnerDmarc.domain);
  return domain === published || domain.endsWith(`.${published}`);
}

/** Why the author may not stay; the sentence goes on. */
export function explainStrictPolicy({ domain, policy, error }: PartnerDmarc): string {
  if (policy !== 'unknown') return `${domain} publishes DMARC p=${policy} and is not one of our domains`;
  const cause = error?.replace(/\.$/, '') ?? 'no answer in time';
  return `The DMARC policy of ${domain} could not be read (${cause}), so that it counts as strict`;
}

/** What DNS said, where it changes nothing. */
export function explainOpenPolicy(facts: PolicyFacts, rewritten: boolean): TraceLine[] {
  const { partnerDmarc } = facts;
  if (rewritten || partnerDmarc?.policy !== 'none' || !isAboutAuthor(facts)) return [];
  const said = partnerDmarc.record ? 'publishes the DMARC policy none' : 'publishes no DMARC policy';
  return [
    { rule: 'rewrite-dmarc', matched: false, detail: `${partnerDmarc.domain} ${said}: anybody may send for it.` },
  ];
}
