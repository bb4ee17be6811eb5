import { type ListPage, parseListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { DocumentItem } from './document-definition.ts';
import { modelOf } from './registry.ts';

/**
 * One page of a model's documents, of the companies the actor works for.
 * @param params the query string: `limit cursor offset q sort` and filters
 */
export function listRecords(ctx: Ctx, model: string, params: URLSearchParams): Promise<ListPage<DocumentItem>> {
  const definition = modelOf(model);
  return definition.list(ctx, parseListQuery(params, definition.listFields));
}
