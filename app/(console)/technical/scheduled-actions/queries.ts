import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { ActionRunItem, ScheduledActionItem } from '#lib/schedule/scheduled-action-schema.ts';

/** The list of scheduled actions; live. */
export const scheduledActionsQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['scheduled-actions', 'list', params],
    queryFn: ({ signal }) => getPage<ScheduledActionItem>('/scheduled-actions', params, signal),
  });

/** The runs of one action, newest first; live. */
export const actionRunsQuery = (id: number) => (params: ListParams) =>
  queryOptions({
    queryKey: ['scheduled-actions', 'runs', id, params],
    queryFn: ({ signal }) => getPage<ActionRunItem>(`/scheduled-actions/${id}/runs`, params, signal),
  });
