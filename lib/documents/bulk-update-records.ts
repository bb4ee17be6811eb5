import { z } from 'zod';
import { invalidField } from '#lib/core/errors.ts';
import { parseListQuery } from '#lib/core/list-query.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { modelOf } from './registry.ts';

/** More than this at once would hold row locks for too long. */
const maxRecords = 10_000;

export const bulkUpdateSchema = z.object({
  ids: z.array(z.number().int().positive()).max(maxRecords).optional(),
  query: z.string().max(4000).optional().meta({ description: 'Instead of ids: the query string of a list' }),
  stage: z.string().optional(),
  ownerId: z.number().int().positive().nullable().optional(),
  active: z.boolean().optional(),
});

/**
 * Sets stage, owner or archive state on selected documents, or on all that match a list's query.
 * Those of other companies are left alone.
 * @returns how many were changed
 * @throws AppError `invalid` when nothing was selected or nothing is to change
 */
export async function bulkUpdateRecords(ctx: Ctx, model: string, input: unknown): Promise<{ changed: number }> {
  const definition = modelOf(model);
  const { ids, query, ...change } = parseInput(bulkUpdateSchema, input);
  if (ids === undefined && query === undefined)
    throw invalidField('ids', `Select the ${definition.labelPlural} first.`);
  if (Object.values(change).every((value) => value === undefined)) {
    throw invalidField('stage', 'Say what to change: stage, owner or archived.');
  }
  const params = parseListQuery(new URLSearchParams(query ?? ''), definition.listFields);
  const selected = ids ?? (await definition.listIds(ctx, params, maxRecords));
  return { changed: selected.length === 0 ? 0 : await definition.bulkUpdate(ctx, selected, change) };
}
