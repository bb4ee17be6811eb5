import { parseListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { modelOf } from './registry.ts';

/** How many documents match in each stage, whatever stage the query names; empty for models without stages. */
export function countByStage(ctx: Ctx, model: string, params: URLSearchParams): Promise<Record<string, number>> {
  const definition = modelOf(model);
  return definition.countByStage(ctx, parseListQuery(params, definition.listFields));
}
