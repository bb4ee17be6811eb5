'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { readHigherLimitRequest } from '#lib/mail/outgoing/daily-limit/read-higher-limit-request.ts';
import { retryStoppedMails } from '#lib/mail/outgoing/daily-limit/retry-stopped-mails.ts';
import { setEveryonesNotification } from '#lib/users/set-everyones-notification.ts';
import { updatePreferences } from '#lib/users/update-preferences.ts';

/** Sends again what the daily limit stopped. */
export async function retryStopped() {
  return runAction(retryStoppedMails);
}

/** My own notifications appear in the Inbox from now on. */
export async function notifyMeInside() {
  return runAction((ctx) => updatePreferences(ctx, { notification: 'inbox' }));
}

/** Everybody's do. */
export async function notifyEveryoneInside() {
  return runAction((ctx) => setEveryonesNotification(ctx, { notification: 'inbox' }));
}

/** What support wants to know. */
export async function gatherLimitRequest() {
  return runAction(readHigherLimitRequest);
}
