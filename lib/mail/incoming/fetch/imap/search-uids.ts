import type { ImapFlow, SearchObject } from 'imapflow';
import { AppError } from '#lib/core/errors.ts';
import { formatUidSet, joinSpans, parseUidSet, spansOf, type UidSpan } from '../../ledger/uid-spans.ts';

/** Spans named in one command: lines stay far below what servers take. */
const spansAtOnce = 200;

/**
 * Asks the open folder for UIDs, as spans: where the server has ESEARCH (RFC 4731) a million numbers are a few bytes.
 * @throws AppError `unavailable` when the server refuses; nothing found is an empty list
 */
export async function searchUids(client: ImapFlow, query: SearchObject): Promise<UidSpan[]> {
  const found = await client.search(query, { uid: true, returnOptions: ['ALL'] });
  if (!found) throw new AppError('unavailable', 'The server refused to search the folder.');
  if (Array.isArray(found)) return spansOf(found.filter((uid) => uid > 0));
  return parseUidSet(found.all ?? '');
}

/** Which of these UIDs are in the folder now. */
export async function searchPresent(client: ImapFlow, spans: UidSpan[]): Promise<UidSpan[]> {
  const present: UidSpan[] = [];
  for (let start = 0; start < spans.length; start += spansAtOnce) {
    const set = formatUidSet(spans.slice(start, start + spansAtOnce));
    present.push(...(await searchUids(client, { uid: set })));
  }
  return joinSpans(present);
}
