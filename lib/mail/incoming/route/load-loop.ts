import { and, desc, eq, gt, gte, sql } from 'drizzle-orm';
import { automaticAnswer } from '#drizzle/schema/incoming-mail.ts';
import { message } from '#drizzle/schema/message.ts';
import { blockedSender, gatewayAllowList } from '#drizzle/schema/suppression.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isDocumentModel, modelOf } from '#lib/documents/registry.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import type { Author } from '../thread/identify-author.ts';
import type { AliasFacts, LoopFacts, ThreadMatch } from './facts.ts';

const hour = 3_600_000;

/** How often the author wrote within the loop window, by record, and by each model the mail may create. */
export async function loadLoop(
  ctx: Ctx,
  author: Author,
  matches: ThreadMatch[],
  aliases: AliasFacts[],
  fallback: string | null,
  allowListed: boolean,
): Promise<LoopFacts> {
  const minutes = await readParameter(ctx, 'mail.gateway.loop.minutes');
  const threshold = await readParameter(ctx, 'mail.gateway.loop.threshold');
  const since = addMilliseconds(ctx.now(), -minutes * 60_000);
  const facts: LoopFacts = { threshold, minutes, allowListed, created: {}, posted: {} };
  const address = author.email;
  if (!address) return facts;
  for (const name of new Set([...[...matches, ...aliases].map(({ model }) => model), fallback])) {
    if (!isDocumentModel(name)) continue;
    facts.created[name] = (await modelOf(name).countOfSender?.(ctx, address, since)) ?? 0;
  }
  const fixed = aliases.map(({ model, recordId }) => ({ model, recordId }));
  for (const { model, recordId } of [...matches, ...fixed]) {
    if (model === null || recordId === null) continue;
    facts.posted[`${model}:${recordId}`] ??= await ctx.db.$count(
      message,
      and(
        eq(message.model, model),
        eq(message.recordId, recordId),
        eq(message.kind, 'email'),
        eq(message.authorEmail, address),
        gte(message.createdAt, since),
      ),
    );
  }
  return facts;
}

/** On which lists of senders an address stands: exempt from the loop check, blocked (with the reason, if one is known). */
export async function loadSenderLists(
  ctx: Ctx,
  address: string | null,
): Promise<{ allowListed: boolean; blocked: string | null }> {
  if (!address) return { allowListed: false, blocked: null };
  const listed = (list: typeof gatewayAllowList | typeof blockedSender, name: string) =>
    ctx.db
      .select({ list: sql<string>`${name}::text`.as('list'), reason: list.reason })
      .from(list)
      .where(and(eq(list.email, address), eq(list.active, true)));
  const rows = await listed(gatewayAllowList, 'allowed').unionAll(listed(blockedSender, 'blocked'));
  const block = rows.find(({ list }) => list === 'blocked');
  const why = block?.reason ? `: ${block.reason}` : '';
  return {
    allowListed: rows.some(({ list }) => list === 'allowed'),
    blocked: block ? `${address} is a blocked sender${why}` : null,
  };
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
