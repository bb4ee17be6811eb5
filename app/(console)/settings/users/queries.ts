import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { UserItem } from '#lib/users/user-schema.ts';

/** The list of users. */
export const usersQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['users', 'list', params],
    queryFn: ({ signal }) => getPage<UserItem>('/users', params, signal),
  });
