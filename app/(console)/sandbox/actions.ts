'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { replyAsRecipient } from '#lib/mail/sandbox/reply-as-recipient.ts';
import type { ReplyAsRecipientInput } from '#lib/mail/sandbox/sandbox-schema.ts';

/** Answers in the recipient's place, and tells what the gateway made of it. */
export async function replyInSandbox(input: ReplyAsRecipientInput) {
  return runAction(async (ctx) => {
    const { id, outcome, reason, routes } = await replyAsRecipient(ctx, input);
    return { incomingMailId: id, outcome, reason, routes };
  });
}
