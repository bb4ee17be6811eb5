import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { SuppressionItem, SuppressionList } from '#lib/mail/suppression/suppression-schema.ts';

const entriesQuery = (list: SuppressionList) => (params: ListParams) =>
  queryOptions({
    queryKey: [list, 'list', params],
    queryFn: ({ signal }) => getPage<SuppressionItem>(`/${list}`, params, signal),
  });

/** The addresses of each list. */
export const entriesQueries = {
  blacklist: entriesQuery('blacklist'),
  'gateway-allow-list': entriesQuery('gateway-allow-list'),
  'blocked-senders': entriesQuery('blocked-senders'),
};
