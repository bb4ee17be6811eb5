import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { ParameterItem } from '#lib/parameters/parameter-schema.ts';

/** The list of system parameters. */
export const parametersQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['system-parameters', 'list', params],
    queryFn: ({ signal }) => getPage<ParameterItem>('/system-parameters', params, signal),
  });
