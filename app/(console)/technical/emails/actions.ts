'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { type ActOnEmailsInput, actOnEmails } from '#lib/mail/outgoing/act-on-emails.ts';
import { cancelEmail } from '#lib/mail/outgoing/cancel-email.ts';
import type { RetryEmailsInput } from '#lib/mail/outgoing/email-schema.ts';
import { retryEmail } from '#lib/mail/outgoing/retry-email.ts';
import { retryEmails } from '#lib/mail/outgoing/retry-emails.ts';
import { sendEmailNow } from '#lib/mail/outgoing/send-email-now.ts';

/** Retries, cancels or sends many mails: some by id, or all that a list shows. */
export async function actOnMany(input: ActOnEmailsInput) {
  return runAction((ctx) => actOnEmails(ctx, input));
}

/** Retries every failed recipient of one cause. */
export async function retryGroup(filter: RetryEmailsInput['filter']) {
  return runAction((ctx) => retryEmails(ctx, { filter }));
}

/** Sends a mail again to those it did not reach, or to some of them. */
export async function retryOne(id: number, deliveryIds?: number[]) {
  return runAction(async (ctx) => void (await retryEmail(ctx, { id, deliveryIds })));
}

/** Takes back what has not left yet. */
export async function cancelOne(id: number) {
  return runAction(async (ctx) => void (await cancelEmail(ctx, id)));
}

/** Sends what waits of a mail without waiting longer. */
export async function sendOneNow(id: number) {
  return runAction(async (ctx) => void (await sendEmailNow(ctx, id)));
}
