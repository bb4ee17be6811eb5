import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { email } from '#drizzle/schema/email.ts';
import { message } from '#drizzle/schema/message.ts';
import type { Ctx } from '#lib/db/context.ts';
import { noRecord, type RecordFacts } from '#lib/documents/document-definition.ts';
import type { Author } from '../thread/identify-author.ts';
import type { ThreadMatch } from './facts.ts';

/** Facts of a record, each looked up once a mail. */
export type ReadRecord = (model: string, id: number) => Promise<RecordFacts>;

interface Referred {
  /** Message-IDs of References and In-Reply-To. */
  ids: string[];
  /** Message-ID of ours that an answer carries in our own header. */
  ownId: string | null;
  /** Row id of the message a signed reply address names. */
  tokenMessageId: number | null;
}

const columns = {
  messageRowId: message.id,
  model: message.model,
  recordId: message.recordId,
  kind: message.kind,
  internal: message.internal,
  messageId: message.messageId,
};

/**
 * The stored messages a mail refers to, newest first; after those of its thread headers the one our own header names,
 * and last the one its reply address names: in this order they count.
 */
export async function loadMatches(
  ctx: Ctx,
  { ids, ownId, tokenMessageId }: Referred,
  author: Author,
  records: ReadRecord,
): Promise<ThreadMatch[]> {
  const referred = ids.length === 0 ? [] : await selectReferred(ctx, ids);
  const own = ownId === null ? [] : await selectReferred(ctx, [ownId]);
  const named =
    tokenMessageId === null ? [] : await ctx.db.select(columns).from(message).where(eq(message.id, tokenMessageId));
  const rows = new Map([...referred, ...own, ...named].map((row) => [row.messageRowId, row]));
  return Promise.all([...rows.values()].map((row) => toMatch(row, author, records)));
}

async function selectReferred(ctx: Ctx, ids: string[]) {
  const direct = await ctx.db.select(columns).from(message).where(inArray(message.messageId, ids));
  // A mail of ours may carry an id of its own beside that of the message it tells about.
  const byEmail = await ctx.db
    .select(columns)
    .from(email)
    .innerJoin(message, eq(message.id, email.threadMessageId))
    .where(and(inArray(email.messageId, ids), isNotNull(email.threadMessageId)));
  const rows = [...new Map([...direct, ...byEmail].map((row) => [row.messageRowId, row])).values()];
  return rows.toSorted((a, b) => b.messageRowId - a.messageRowId);
}

async function toMatch(
  row: {
    messageRowId: number;
    model: string | null;
    recordId: number | null;
    kind: string;
    internal: boolean;
    messageId: string;
  },
  author: Author,
  records: ReadRecord,
): Promise<ThreadMatch> {
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
