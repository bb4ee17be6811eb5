'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { type AddFollowerInput, addFollower } from '#lib/chatter/add-follower.ts';
import type { PostMessageInput } from '#lib/chatter/chatter-schema.ts';
import { deleteMessage } from '#lib/chatter/delete-message.ts';
import { editMessage } from '#lib/chatter/edit-message.ts';
import { postMessage as post } from '#lib/chatter/post-message.ts';
import type { MessageAddress } from '#lib/chatter/read-message.ts';
import { removeFollower as remove } from '#lib/chatter/remove-follower.ts';
import { type ResendInput, resendMessage as resend } from '#lib/chatter/resend-message.ts';

/** Sends a message, or logs a note. */
export async function postMessage(input: PostMessageInput) {
  return runAction(async (ctx) => void (await post(ctx, input)));
}

/** Changes the text of a message. */
export async function changeMessage(input: MessageAddress & { body: string }) {
  return runAction(async (ctx) => void (await editMessage(ctx, input)));
}

/** Empties a message. */
export async function removeMessage(input: MessageAddress) {
  return runAction((ctx) => deleteMessage(ctx, input));
}

/** Tries again for those who did not get a message, or acknowledges that they did not. */
export async function resendMessage(input: ResendInput) {
  return runAction(async (ctx) => void (await resend(ctx, input)));
}

/** Makes somebody follow a document. */
export async function follow(input: AddFollowerInput) {
  return runAction(async (ctx) => void (await addFollower(ctx, input)));
}

/** Ends somebody's subscription. */
export async function unfollow(input: { model: string; recordId: number; contactId: number }) {
  return runAction((ctx) => remove(ctx, input));
}
