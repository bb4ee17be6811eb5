import { z } from 'zod';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { type ListQuery, parseListQuery } from '#lib/core/list-query.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { cancelEmail } from './cancel-email.ts';
import { emailListFields } from './email-schema.ts';
import { listEmails } from './list-emails.ts';
import { retryEmail } from './retry-email.ts';
import { sendEmailNow } from './send-email-now.ts';

/** Mails of one call; the answer says when there are more. */
const perCall = 1000;

const verbs = {
  retry: (ctx: Ctx, id: number) => retryEmail(ctx, { id }),
  cancel: cancelEmail,
  send: sendEmailNow,
};

const actOnEmailsSchema = z.object({
  action: z.enum(['retry', 'cancel', 'send']),
  /** The mails themselves, or the query string of a list that shows them. */
  target: z.union([
    z.object({ ids: z.array(z.int().positive()).min(1).max(perCall) }),
    z.object({ query: z.record(z.string(), z.string()) }),
  ]),
});

export type ActOnEmailsInput = z.input<typeof actOnEmailsSchema>;

/**
 * Does the same to many mails. Those it cannot be done to (sent already, nothing failed) are skipped and counted.
 * @returns `more` when the list shows further mails
 */
export async function actOnEmails(
  ctx: Ctx,
  input: ActOnEmailsInput,
): Promise<{ done: number; skipped: number; more: boolean }> {
  requireAdministrator(ctx.actor);
  const { action, target } = parseInput(actOnEmailsSchema, input);
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
  const asked: ListQuery = { ...parseListQuery(new URLSearchParams(query), emailListFields), limit: 200 };
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEmails(ctx, { ...asked, ...(cursor && { cursor }) });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor && ids.length < perCall);
  return { ids, more: cursor !== undefined };
}
