'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { cancelEmail } from '#lib/mail/outgoing/cancel-email.ts';
import { rescheduleEmail } from '#lib/mail/outgoing/reschedule-email.ts';
import { retryEmail } from '#lib/mail/outgoing/retry-email.ts';
import { sendEmailNow } from '#lib/mail/outgoing/send-email-now.ts';

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

/** Moves a mail that has not left yet to another hour. */
export async function rescheduleOne(id: number, scheduledAt: Date) {
  return runAction(async (ctx) => void (await rescheduleEmail(ctx, { id, scheduledAt })));
}
