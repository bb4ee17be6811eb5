'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { markInboxRead } from '#lib/chatter/mark-inbox-read.ts';

/** Marks entries of my Inbox as read: those given, or all. */
export async function markRead(ids: number[] | null) {
  return runAction((ctx) => markInboxRead(ctx, { ids }));
}
