import type { ImapFlow } from 'imapflow';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { UidRange } from '../../ledger/uid-ranges.ts';
import {
  firstUids,
  formatUidSet,
  intersectSpans,
  joinSpans,
  spansOf,
  subtractSpans,
  type UidSpan,
} from '../../ledger/uid-spans.ts';
import { searchUids } from './search-uids.ts';

/** SEARCH SINCE knows days only, in the server's time zone. */
const dayAndZone = 48 * 3_600_000;
const datesAtOnce = 1000;

/**
 * The books a folder begins with: unread mails are to be taken, the others were read before. Where the folder was
 * fetched before and its numbers have been given out anew (UIDVALIDITY changed), mails that came since it was first
 * fetched are to be taken too, read or not: what we have already turns out to be a duplicate.
 * @param since when the folder was first fetched; null: never
 */
export async function firstBooks(client: ImapFlow, since: Date | null): Promise<UidRange[]> {
  const present = await searchUids(client, { all: true });
  const unread = await searchUids(client, { seen: false });
  const wanted = since === null ? unread : joinSpans([...unread, ...(await cameSince(client, since, unread))]);
  const pending = intersectSpans(present, wanted).map((span) => noted(span, 'pending'));
  const read = subtractSpans(present, wanted).map((span) => noted(span, 'read_before'));
  return [...pending, ...read].toSorted((a, b) => a.from - b.from);
}

function noted(span: UidSpan, disposition: 'pending' | 'read_before'): UidRange {
  return { ...span, disposition, reason: null };
}

/** Mails that came since a moment, but for those that are known to be wanted. */
async function cameSince(client: ImapFlow, since: Date, known: UidSpan[]): Promise<UidSpan[]> {
  const days = await searchUids(client, { since: addMilliseconds(since, -dayAndZone) });
  // INTERNALDATE knows whole seconds only.
  const from = Math.floor(since.getTime() / 1000) * 1000;
  const came: number[] = [];
  for (let left = subtractSpans(days, known); left.length > 0; ) {
    const some = spansOf(firstUids(left, datesAtOnce));
    for await (const one of client.fetch(formatUidSet(some), { uid: true, internalDate: true }, { uid: true })) {
      // A mail without a date may be new.
      if (!one.internalDate || new Date(one.internalDate).getTime() >= from) came.push(one.uid);
    }
    left = subtractSpans(left, some);
  }
  return spansOf(came.filter((uid) => Number.isInteger(uid) && uid > 0));
}
