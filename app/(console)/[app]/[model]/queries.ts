import { queryOptions } from '@tanstack/react-query';
import { getJson, getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import { type DocumentModel, documentModels } from '#lib/core/enumerations.ts';
import type { DocumentItem } from '#lib/documents/document-definition.ts';

/** Mails make documents while somebody looks at the list. */
const refreshEvery = 20_000;

const listOf = (model: DocumentModel) => (params: ListParams) =>
  queryOptions({
    queryKey: ['records', model, 'list', params],
    queryFn: ({ signal }) => getPage<DocumentItem>(`/records/${model}`, sortedByGroup(params), signal),
    refetchInterval: refreshEvery,
  });

/** The list of each model; functions that stay the same, as tables need them. */
export const recordsQueries = Object.fromEntries(documentModels.map((model) => [model, listOf(model)])) as Record<
  DocumentModel,
  ReturnType<typeof listOf>
>;

/** How many documents stand in each stage, whatever stage is shown. */
export function stageCountsQuery(model: DocumentModel, filters: Record<string, string>) {
  return queryOptions({
    queryKey: ['records', model, 'stage-counts', filters],
    queryFn: ({ signal }) =>
      getJson<Record<string, number>>(`/records/${model}/stage-counts`, new URLSearchParams(filters), signal),
    refetchInterval: refreshEvery,
  });
}

/** Groups stand together only when the server sorts by them. */
function sortedByGroup(params: ListParams): ListParams {
  return params.group && !params.sort ? { ...params, sort: params.group } : params;
}
