import type { Ctx } from '#lib/db/context.ts';
import { loadOwnAddresses } from '#lib/mail/aliases/load-own-addresses.ts';
import { type MailAddress, normaliseAddress } from '#lib/mail/message/address.ts';
import { type AuthorCandidate, selectAuthorCandidates } from './store.ts';

/** Who a From address belongs to. */
export interface Author {
  name: string;
  /** Normalised; null where the mail names nobody. */
  email: string | null;
  contactId: number | null;
  /** Of the active user with the address. */
  userId: number | null;
  /** Every contact with the address: any of them may follow a record. */
  candidateIds: number[];
  candidates: AuthorCandidate[];
  /** The address is an alias of ours: nobody, and nobody to get to know. */
  isOurs: boolean;
}

/** Finds the contact of a From address: a user's, else any active one. An address of ours (alias) is nobody. */
export async function identifyAuthor(ctx: Ctx, from: MailAddress | null): Promise<Author> {
  const email = from && normaliseAddress(from.address);
  if (!email) return authorOf(from, [], false);
  const [own, candidates] = await Promise.all([loadOwnAddresses(ctx, [email]), selectAuthorCandidates(ctx.db, email)]);
  return authorOf(from, candidates, own.length > 0);
}

/** The author, of the active contacts with the address. */
export function authorOf(from: MailAddress | null, found: AuthorCandidate[], isOurs: boolean): Author {
  const candidates = isOurs ? [] : found;
  return {
    name: from?.name ?? '',
    email: from && normaliseAddress(from.address),
    ...chooseAuthor(candidates, [], null),
    candidateIds: candidates.map((one) => one.id),
    candidates,
    isOurs,
  };
}

/**
 * Of several contacts with the address: a follower of the record, else a user's contact, else one of the record's
 * company, else one of no company. Another company's contact is nobody we know, unless a user stands behind it: users
 * work across companies. Without a company any contact will do.
 */
export function chooseAuthor(
  candidates: AuthorCandidate[],
  followerIds: number[],
  companyId: number | null,
): { contactId: number | null; userId: number | null } {
  const rank = (one: AuthorCandidate) =>
    (followerIds.includes(one.id) ? 0 : 8) +
    (one.userId !== null ? 0 : 4) +
    (companyId !== null && one.companyId === companyId ? 0 : one.companyId === null ? 1 : 2);
  const isKnown = (one: AuthorCandidate) =>
    companyId === null || one.companyId === null || one.companyId === companyId || one.userId !== null;
  const [best] = candidates.filter(isKnown).toSorted((a, b) => rank(a) - rank(b) || a.id - b.id);
  return { contactId: best?.id ?? null, userId: candidates.find((one) => one.userId !== null)?.userId ?? null };
}
