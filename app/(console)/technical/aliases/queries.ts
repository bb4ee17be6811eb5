import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { AliasItem } from '#lib/mail/aliases/alias-schema.ts';

/** The aliases. */
export const aliasesQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['aliases', 'list', params],
    queryFn: ({ signal }) => getPage<AliasItem>('/aliases', params, signal),
  });
