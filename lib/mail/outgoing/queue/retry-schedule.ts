import { isBulk } from '#lib/mail/outgoing/queue/lanes.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Waits after the first, second, ... failed attempt; from then on the last of them. */
const waits = [minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 4 * hour];
/** Without it, mails that failed together would all come back together. */
const jitter = 0.2;
/** What a server may ask us to wait at most. */
const longestHint = day;

/** How long a mail is tried: five days, mailings 48 hours. */
export function giveUpAfter(lane: number): number {
  return isBulk(lane) ? 2 * day : 5 * day;
}

/**
 * When a delivery that met a passing fault is tried again: after 1, 5, 15, 30 minutes, 1 and 2 hours, then every 4 hours,
 * each 20 % more or less; not before the server's own "try again in ...".
 * @param attempt how many attempts have failed, from 1
 * @param random 0 to 1
 * @param serverHint milliseconds the server asked for
 */
export function nextAttemptAt(attempt: number, now: Date, random: number, serverHint: number | null): Date {
  const wait = waits[Math.min(Math.max(attempt, 1), waits.length) - 1] ?? 4 * hour;
  const spread = wait * (1 + jitter * (2 * random - 1));
  const asked = Math.min(serverHint ?? 0, longestHint);
  return new Date(now.getTime() + Math.round(Math.max(spread, asked)));
}

/**
 * Milliseconds a server's reply asks to wait ("try again in 5 minutes", "Retry after 300 seconds"); null where it names
 * no time. Greylisting servers say it most often.
 */
export function readServerHint(reply: string): number | null {
  const asks =
    /(?:try again|retry|come back|wait|greylist\w*|grey-list\w*|available)\D{0,40}?(\d{1,6})\s*(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:ours?|rs?)?)\b/i;
  const [, amount, unit] = asks.exec(reply) ?? [];
  if (!amount || !unit) return null;
  const scale = { s: 1000, m: minute, h: hour }[unit[0]?.toLowerCase() as 's' | 'm' | 'h'];
  return Number(amount) * scale;
}
