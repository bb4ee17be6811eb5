import { z } from 'zod';
import { AppError } from '#lib/core/errors.ts';
import { type ListFields, type ListPage, type ListQuery, parseListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';

/** The rows an action is for: themselves, or the query string of a list that shows them. */
export function targetSchema(perCall: number) {
  return z.union([
    z.object({ ids: z.array(z.int().positive()).min(1).max(perCall) }),
    z.object({ query: z.record(z.string(), z.string()) }),
  ]);
}

export interface ManyActed {
  done: number;
  /** Those it could not be done to. */
  skipped: number;
  /** The list shows further ones. */
  more: boolean;
}

export interface ActOnMany {
  target: z.output<ReturnType<typeof targetSchema>>;
  perCall: number;
  fields: ListFields;
  list(ctx: Ctx, query: ListQuery): Promise<ListPage<{ id: number }>>;
  act(ctx: Ctx, id: number): Promise<unknown>;
}

/** Does the same to many rows, one after the other; rows that refuse it (`conflict`, `not_found`) are skipped and counted. */
export async function actOnMany(ctx: Ctx, job: ActOnMany): Promise<ManyActed> {
  const { ids, more } =
    'ids' in job.target ? { ids: job.target.ids, more: false } : await idsOf(ctx, job, job.target.query);
  let done = 0;
  for (const id of ids) done += (await didAct(ctx, job, id)) ? 1 : 0;
  return { done, skipped: ids.length - done, more };
}

async function didAct(ctx: Ctx, job: ActOnMany, id: number): Promise<boolean> {
  try {
    await job.act(ctx, id);
    return true;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'conflict' || error.code === 'not_found')) return false;
    throw error;
  }
}

async function idsOf(
  ctx: Ctx,
  job: ActOnMany,
  query: Record<string, string>,
): Promise<{ ids: number[]; more: boolean }> {
  const asked: ListQuery = { ...parseListQuery(new URLSearchParams(query), job.fields), limit: 200 };
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await job.list(ctx, { ...asked, ...(cursor && { cursor }) });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor && ids.length < job.perCall);
  return { ids, more: cursor !== undefined };
}
