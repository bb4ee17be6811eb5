import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { ApiKeyItem } from '#lib/auth/api-keys/api-key-schema.ts';

/** The list of API keys. */
export const apiKeysQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['api-keys', 'list', params],
    queryFn: ({ signal }) => getPage<ApiKeyItem>('/api-keys', params, signal),
  });
