import type { Suspect } from '../../ledger/store.ts';

/** A mail that could not be had this often, alone and in runs of its own, is refused. */
const mostTries = 3;
/** A group of mails is not fetched together any more while so many are suspected. */
export const mostSuspects = 1000;

/** Failures that cannot pass: the server announced more than is taken of one mail. */
const tooLarge = /^(LiteralTooLarge|ResponseTooLarge|LineTooLarge)$/;

/**
 * Suspects the mails of a group that broke; one fetched alone is counted.
 * @param uids those of the group that did not come
 * @param isCertain the failure belongs to these mails, each by itself
 */
export function suspect(known: Suspect[], uids: number[], reason: string, isCertain: boolean): Suspect[] {
  const named = new Set(uids);
  const before = new Map(known.map((one) => [one.uid, one]));
  const now = uids.map((uid) => ({ uid, tries: (before.get(uid)?.tries ?? 0) + (isCertain ? 1 : 0), reason }));
  return [...known.filter(({ uid }) => !named.has(uid)), ...now].slice(-2 * mostSuspects);
}

/** Those to be fetched alone, the ones with the fewest failures first, so that one bad mail holds up no other. */
export function suspectsInOrder(known: Suspect[]): Suspect[] {
  return known.toSorted((a, b) => a.tries - b.tries || a.uid - b.uid);
}

/** Whether to give up on a mail that was fetched alone. */
export function isHopeless({ tries }: Suspect, code: string): boolean {
  return tries >= mostTries || tooLarge.test(code);
}
