import type { Ctx } from '#lib/db/context.ts';
import { type MailAddress, normaliseAddress } from '#lib/mail/message/address.ts';
import { type AuthorCandidate, isAliasAddress, selectAuthorCandidates } from './store.ts';

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
  const nobody: Author = {
    name: from?.name ?? '',
    email,
    contactId: null,
    userId: null,
    candidateIds: [],
    candidates: [],
    isOurs: false,
  };
  if (!email) return nobody;
  if (await isAliasAddress(ctx.db, email)) return { ...nobody, isOurs: true };
  const candidates = await selectAuthorCandidates(ctx.db, email);
  return {
    ...nobody,
    ...chooseAuthor(candidates, [], null),
    candidateIds: candidates.map((one) => one.id),
    candidates,
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
