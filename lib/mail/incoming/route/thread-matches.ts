import type { RecordFacts } from '#lib/documents/document-definition.ts';
import { noRecord } from '#lib/documents/document-definition.ts';
import type { Author } from '../thread/identify-author.ts';
import type { ThreadMatch } from './facts.ts';
import type { ReferredRow } from './load-known.ts';

/** Facts of a record, each looked up once a mail. */
export type ReadRecord = (model: string, id: number) => Promise<RecordFacts>;

/** The stored messages a mail refers to, newest first; the one its reply address names comes last, as it counts last. */
export function threadMatches(rows: ReferredRow[], author: Author, records: ReadRecord): Promise<ThreadMatch[]> {
  return Promise.all(rows.map((row) => toMatch(row, author, records)));
}

async function toMatch(row: ReferredRow, author: Author, records: ReadRecord): Promise<ThreadMatch> {
  const record = row.model && row.recordId ? await records(row.model, row.recordId) : noRecord;
  return {
    messageRowId: row.messageRowId,
    model: row.model,
    recordId: row.recordId,
    recordExists: record.exists,
    isInternal: row.internal && row.kind !== 'auto',
    repliesElsewhere: row.messageId.includes('reply_to'),
    ...followersOf(record, author),
  };
}

/** How many follow a record, and whether the author does. */
export function followersOf(record: RecordFacts, author: Author) {
  return {
    followerCount: record.followerContactIds.length,
    authorFollows: record.followerContactIds.some((id) => author.candidateIds.includes(id)),
  };
}
