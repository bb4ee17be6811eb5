import { z } from 'zod';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { type ListQuery, parseListQuery } from '#lib/core/list-query.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { discardIncomingMail } from './discard-incoming-mail.ts';
import { incomingMailListFields } from './incoming-mail-schema.ts';
import { listIncomingMails } from './list-incoming-mails.ts';
import { replayIncomingMail } from './replay-incoming-mail.ts';

/** Mails of one call; the answer says when there are more. */
const perCall = 500;

const verbs = { replay: replayIncomingMail, discard: discardIncomingMail };

const actOnIncomingMailsSchema = z.object({
  action: z.enum(['replay', 'discard']),
  /** The mails themselves, or the query string of a list that shows them. */
  target: z.union([
    z.object({ ids: z.array(z.int().positive()).min(1).max(perCall) }),
    z.object({ query: z.record(z.string(), z.string()) }),
  ]),
});

export type ActOnIncomingMailsInput = z.input<typeof actOnIncomingMailsSchema>;

/**
 * Replays or discards many mails. Those that stand in a document already are skipped and counted.
 * @returns `more` when the list shows further mails
 */
export async function actOnIncomingMails(
  ctx: Ctx,
  input: ActOnIncomingMailsInput,
): Promise<{ done: number; skipped: number; more: boolean }> {
  requireAdministrator(ctx.actor);
  const { action, target } = parseInput(actOnIncomingMailsSchema, input);
  const { ids, more } = 'ids' in target ? { ids: target.ids, more: false } : await idsOf(ctx, target.query);
  let done = 0;
  for (const id of ids) done += (await didAct(ctx, action, id)) ? 1 : 0;
  return { done, skipped: ids.length - done, more };
}

async function didAct(ctx: Ctx, action: keyof typeof verbs, id: number): Promise<boolean> {
  try {
    await verbs[action](ctx, id);
    return true;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'conflict' || error.code === 'not_found')) return false;
    throw error;
  }
}

async function idsOf(ctx: Ctx, query: Record<string, string>): Promise<{ ids: number[]; more: boolean }> {
  const asked: ListQuery = {
    ...parseListQuery(new URLSearchParams(query), incomingMailListFields),
    limit: 200,
  };
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIncomingMails(ctx, { ...asked, ...(cursor && { cursor }) });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor && ids.length < perCall);
  return { ids: ids.slice(0, perCall), more: cursor !== undefined || ids.length > perCall };
}
