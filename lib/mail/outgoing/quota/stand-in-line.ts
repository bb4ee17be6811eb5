import { type Quota, windowAt } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { placesFor } from '#lib/mail/outgoing/quota/share-places.ts';

const minuteMs = 60_000;
/** No line of a day is longer: places ahead may become free (mail is cancelled), and who waits longer is looked at once more. */
const longestLineMs = 30 * minuteMs;

/** The end of the line of mail that waits for places of a server: the minute it reaches, and how many leave in it. */
export interface Line {
  at: Date;
  inMinute: number;
  inDay: number;
}

/**
 * The next place in the line: mail that cannot leave now is spread over the windows to come, as many as each takes.
 * Otherwise ten thousand waiting mails would be looked at again every minute, although a hundred of them may leave.
 * @param earliest start of the first window that may have places
 */
export function standInLine(quota: Quota, lane: number, line: Line | null, earliest: Date): Line {
  if (!line || line.at < earliest) return { at: earliest, inMinute: 1, inDay: 1 };
  const next = after(quota, lane, line);
  const dayStart = windowAt(quota.serverId, 'day', next.at).start;
  const latest = new Date(Math.max(earliest.getTime(), dayStart.getTime()) + longestLineMs);
  return next.at > latest ? { at: latest, inMinute: 1, inDay: 1 } : next;
}

function after(quota: Quota, lane: number, line: Line): Line {
  if (line.inDay >= placesFor(quota, 'day', lane)) {
    return { at: windowAt(quota.serverId, 'day', line.at).end, inMinute: 1, inDay: 1 };
  }
  if (line.inMinute < placesFor(quota, 'minute', lane)) {
    return { at: line.at, inMinute: line.inMinute + 1, inDay: line.inDay + 1 };
  }
  const at = new Date(windowAt(quota.serverId, 'minute', line.at).start.getTime() + minuteMs);
  const sameDay = at < windowAt(quota.serverId, 'day', line.at).end;
  return { at, inMinute: 1, inDay: sameDay ? line.inDay + 1 : 1 };
}
