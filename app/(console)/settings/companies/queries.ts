import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { CompanyItem } from '#lib/companies/company-schema.ts';

/** The list of companies. */
export const companiesQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['companies', 'list', params],
    queryFn: ({ signal }) => getPage<CompanyItem>('/companies', params, signal),
  });
