import { isValidAddress } from '#lib/mail/message/address.ts';
import { matchFromFilter, parseFromFilter } from '#lib/mail/outgoing/select/match-from-filter.ts';

export interface TestSenderInput {
  /** Of the server under test; null or empty: any sender. */
  fromFilter: string | null;
  /** The default From address of each email domain, the one of the main company first. */
  defaultFroms: string[];
  /** Whoever presses the button. */
  actorEmail: string | null;
}

/** The local part of a sender made up for a filter of domains only. */
const fallbackLocalPart = 'notifications';

/**
 * The sender that *Test Connection* tries: the first full address of the filter; else the first default From that the
 * filter admits; else a usual one at its first domain. A server without a filter is tried with one's own address, else
 * with the default From.
 * @returns null when there is none of these
 */
export function chooseTestSender({ fromFilter, defaultFroms, actorEmail }: TestSenderInput): string | null {
  const { addresses, domains } = parseFromFilter(fromFilter);
  const usable = defaultFroms.filter(isValidAddress);
  const [address] = addresses;
  const [domain] = domains;
  if (address !== undefined) return address;
  if (domain === undefined) return actorEmail ?? usable[0] ?? null;
  return usable.find((candidate) => matchFromFilter(candidate, fromFilter)) ?? `${fallbackLocalPart}@${domain}`;
}
