/** A contact that has the address somebody is looked for by. */
export interface ContactCandidate {
  id: number;
  companyId: number | null;
  /** Of the user behind it who may sign in. */
  userId: number | null;
}

export interface ContactWish {
  /** Contacts that follow the document in question. */
  followerIds?: number[];
  /** The contact of whoever asks. */
  ownContactId?: number | null;
  /** Company of the document in question. */
  companyId?: number | null;
}

/**
 * Which of several contacts with the same address is meant: a follower of the document, else the contact of a user,
 * else any; among equals the asker's own, then one of the document's company, then one of no company, then the oldest.
 */
export function chooseContact<T extends ContactCandidate>(candidates: T[], wish: ContactWish): T | null {
  const rank = (candidate: T): number[] => [
    wish.followerIds?.includes(candidate.id) ? 0 : 1,
    candidate.userId !== null ? 0 : 1,
    wish.ownContactId === candidate.id ? 0 : 1,
    wish.companyId != null && candidate.companyId === wish.companyId ? 0 : 1,
    candidate.companyId === null ? 0 : 1,
    candidate.id,
  ];
  return candidates.toSorted((a, b) => compareRanks(rank(a), rank(b)))[0] ?? null;
}

function compareRanks(a: number[], b: number[]): number {
  const index = a.findIndex((value, position) => value !== b[position]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
