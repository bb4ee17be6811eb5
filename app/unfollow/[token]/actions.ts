'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { unfollowByLink } from '#lib/chatter/unfollow-by-link.ts';

export type UnfollowState = { done: boolean; problem: string | null };

/** Stops the mails of one document for whoever the link was sent to. Only a POST gets here. */
export async function unfollow(token: string, _before: UnfollowState): Promise<UnfollowState> {
  const result = await runAction((ctx) => unfollowByLink(ctx, token));
  return result.ok ? { done: true, problem: null } : { done: false, problem: result.message };
}
