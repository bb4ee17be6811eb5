import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { AliasDomainItem } from '#lib/mail/aliases/alias-domain-schema.ts';

/** The alias domains. */
export const aliasDomainsQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['alias-domains', 'list', params],
    queryFn: ({ signal }) => getPage<AliasDomainItem>('/alias-domains', params, signal),
  });
