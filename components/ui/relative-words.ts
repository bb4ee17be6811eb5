const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Words for an instant seen from `now` (both in milliseconds): "just now", "5 min ago", "in 2 h", "3 days ago", and the date from a week on.
 * The words are English as the console is; the date follows `locale`.
 */
export function relativeWords(at: Date, now: number, locale: string, timeZone?: string): string {
  const delta = at.getTime() - now;
  const distance = Math.abs(delta);
  if (distance < 45_000) return delta > 5_000 ? 'in a moment' : 'just now';
  if (distance >= 7 * day) return dateWords(at, now, locale, timeZone);
  const amount = amountWords(distance);
  return delta < 0 ? `${amount} ago` : `in ${amount}`;
}

function amountWords(distance: number): string {
  if (distance < 59.5 * minute) return `${Math.max(1, Math.round(distance / minute))} min`;
  if (distance < 23.5 * hour) return `${Math.round(distance / hour)} h`;
  const days = Math.max(1, Math.round(distance / day));
  return days === 1 ? '1 day' : `${days} days`;
}

function dateWords(at: Date, now: number, locale: string, timeZone?: string): string {
  const sameYear = at.getUTCFullYear() === new Date(now).getUTCFullYear();
  const year = sameYear ? undefined : 'numeric';
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year, timeZone }).format(at);
}
