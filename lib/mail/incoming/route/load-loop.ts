import { and, desc, eq, gt, type SQL, sql } from 'drizzle-orm';
import { automaticAnswer } from '#drizzle/schema/incoming-mail.ts';
import { message } from '#drizzle/schema/message.ts';
import { blockedSender, gatewayAllowList } from '#drizzle/schema/suppression.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { statement } from '#lib/db/statement.ts';
import { isDocumentModel, modelOf } from '#lib/documents/registry.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import type { AliasFacts, LoopFacts, ThreadMatch } from './facts.ts';

const hour = 3_600_000;

export interface LoopQuestion {
  /** Normalised address of the author. */
  address: string | null;
  minutes: number;
  threshold: number;
  allowListed: boolean;
  /** Model for mails that are neither a reply nor for an alias. */
  fallback: string | null;
}

/** How often the author wrote within the loop window, by record, and by each model the mail may create. */
export async function loadLoop(
  ctx: Ctx,
  asked: LoopQuestion,
  matches: ThreadMatch[],
  aliases: AliasFacts[],
): Promise<LoopFacts> {
  const { address, minutes, threshold, allowListed, fallback } = asked;
  const facts: LoopFacts = { threshold, minutes, allowListed, created: {}, posted: {} };
  if (!address || allowListed) return facts;
  const since = addMilliseconds(ctx.now(), -minutes * 60_000);
  // A record that is there takes the reply itself: nothing of its model is made.
  const lost = matches.filter((match) => !match.recordExists);
  const models = new Set([...[...lost, ...aliases].map(({ model }) => model), fallback]);
  const counted = [...models].filter(isDocumentModel).map(async (name) => {
    facts.created[name] = (await modelOf(name).countOfSender?.(ctx, address, since)) ?? 0;
  });
  await Promise.all([...counted, countPosted(ctx, facts, address, since, [...matches, ...aliases])]);
  return facts;
}

/** Counts the mails on each record in one statement. */
async function countPosted(
  ctx: Ctx,
  facts: LoopFacts,
  address: string,
  since: Date,
  records: { model: string | null; recordId: number | null }[],
): Promise<void> {
  const keys = records.flatMap(({ model, recordId }) => (model && recordId ? [`${model}:${recordId}`] : []));
  if (keys.length === 0) return;
  const wanted = [...new Set(keys)];
  for (const key of wanted) facts.posted[key] = 0;
  const models = wanted.map((key) => key.split(':')[0] ?? '');
  const ids = wanted.map((key) => Number(key.split(':')[1]));
  const rows = await selectPosted(ctx.db, { models, ids, address, since: since.toISOString() });
  for (const { key, count } of rows) facts.posted[key] = count;
}

interface PostedQuestion {
  models: string[];
  ids: number[];
  address: string;
  since: string;
}

const selectPosted = statement(
  (_, { models, ids, address, since }: PostedQuestion) => sql<{ key: string; count: number }>`
    select r.model || ':' || r.id as key, (
      select count(*)::int from ${message} m where m.model = r.model and m.record_id = r.id
        and m.kind = 'email' and m.author_email = ${address} and m.created_at >= ${since}::timestamptz
    ) as count from unnest(${sql.param(models)}::text[], ${sql.param(ids)}::int[]) r (model, id)`,
);

export interface SenderListRow {
  list: 'allowed' | 'blocked';
  reason: string | null;
}

/** Part of a question about a mail: on which lists of senders its author stands. */
export function listsOf(address: string | null): SQL {
  return sql`select 'allowed' as list, a.reason from ${gatewayAllowList} a where a.email = ${address} and a.active
    union all select 'blocked', b.reason from ${blockedSender} b where b.email = ${address} and b.active`;
}

/** Exempt from the loop check, and blocked (with the reason, if one is known). */
export function readSenderLists(
  address: string | null,
  rows: SenderListRow[],
): { allowListed: boolean; blocked: string | null } {
  const block = rows.find(({ list }) => list === 'blocked');
  const why = block?.reason ? `: ${block.reason}` : '';
  return {
    allowListed: rows.some(({ list }) => list === 'allowed'),
    blocked: block ? `${address} is a blocked sender${why}` : null,
  };
}

/** Part of a question about a mail: the automatic answer that an address, normalised, had since a moment (ISO 8601). */
export function answeredOf(recipient: string | null, since: string): SQL {
  return sql`select a.id from ${automaticAnswer} a
    where a.recipient = ${recipient} and a.created_at > ${since}::timestamptz limit 1`;
}

/** Whether an address had an automatic answer of ours within the last hour. */
export async function wasAnswered(ctx: Ctx, address: string | null): Promise<boolean> {
  if (!address) return false;
  const [row] = await ctx.db
    .select({ id: automaticAnswer.id })
    .from(automaticAnswer)
    .where(
      and(
        eq(automaticAnswer.recipient, normaliseAddress(address)),
        gt(automaticAnswer.createdAt, addMilliseconds(ctx.now(), -hour)),
      ),
    )
    .orderBy(desc(automaticAnswer.id))
    .limit(1);
  return row !== undefined;
}
