import { extractMessageIds } from '#lib/mail/message/message-id.ts';

/** An id of a mail further up the thread, in the order the mails were written. */
export interface Ancestor {
  messageId: string;
  /** Recipients have seen it: a comment or an email, not an internal note. */
  public: boolean;
}

const MAX_ANCESTORS = 3;
/** Only the newest part of a long thread is looked at. */
const LOOKED_AT = 32;

/**
 * The References header: up to three ancestors, oldest first, then the mail's own id (providers that rewrite Message-ID
 * keep it here). Of the newest 32 ancestors public ones are taken before notes, newer before older.
 * @param ancestors oldest first
 */
export function buildReferences(ancestors: Ancestor[], ownId: string): string {
  const known = ancestors
    .slice(-LOOKED_AT)
    .flatMap((ancestor) => extractMessageIds(ancestor.messageId).map((id) => ({ id, public: ancestor.public })))
    .filter(({ id }) => id !== ownId);
  const newestFirst = known.map((ancestor, age) => ({ ...ancestor, age })).reverse();
  const best = newestFirst.toSorted((a, b) => Number(b.public) - Number(a.public)).slice(0, MAX_ANCESTORS);
  const ids = best.toSorted((a, b) => a.age - b.age).map(({ id }) => id);
  return [...new Set([...ids, ownId])].join(' ');
}
