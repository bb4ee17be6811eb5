import type { QuotaUnit } from '#lib/core/enumerations.ts';
import type { Quota } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { placesFor } from '#lib/mail/outgoing/quota/share-places.ts';

/** Why a mail waits for a window, and until when: "Server B takes 120 mails a minute; this one leaves at 10:05 UTC." */
export function explainQuota(quota: Quota, unit: QuotaUnit, lane: number, leavesAt: Date, now: Date): string {
  const limit = (unit === 'minute' ? quota.perMinute : quota.perDay) ?? 0;
  const forThis = placesFor(quota, unit, lane);
  const share = forThis < limit ? `, ${inWords(forThis)} of them for mailings` : '';
  return `${quota.serverName} takes ${inWords(limit)} ${limit === 1 ? 'mail' : 'mails'} a ${unit}${share}; this one leaves ${momentInWords(leavesAt, now)}.`;
}

/** "at 10:05 UTC", or with the day where it is another one: "on 23 November at 00:00 UTC". */
export function momentInWords(moment: Date, now: Date): string {
  const time = `${moment.toISOString().slice(11, 16)} UTC`;
  if (moment.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)) return `at ${time}`;
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(moment);
  return `on ${day} at ${time}`;
}

/** 10000 as "10 000". */
export function inWords(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
}
