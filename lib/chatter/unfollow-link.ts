import { readToken, signToken } from '#lib/core/tokens.ts';

const purpose = 'unfollow';

export interface UnfollowClaim {
  model: string;
  recordId: number;
  contactId: number;
}

/** Address of the page that lets a follower stop the mails of one document. The page asks; only its form acts. */
export function unfollowUrl(baseUrl: string, appSecret: string, claim: UnfollowClaim): string {
  return `${baseUrl}/unfollow/${signToken(appSecret, purpose, [claim.model, claim.recordId, claim.contactId])}`;
}

/** Who wants to stop following what, or null for a link we never gave out. */
export function readUnfollowToken(appSecret: string, token: string, now: Date): UnfollowClaim | null {
  const data = readToken(appSecret, purpose, token, now);
  if (!Array.isArray(data)) return null;
  const [model, recordId, contactId] = data;
  return { model, recordId, contactId };
}
