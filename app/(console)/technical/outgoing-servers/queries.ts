import { queryOptions } from '@tanstack/react-query';
import { getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';

/** The outgoing servers; live. */
export const outgoingServersQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['servers', 'outgoing', params],
    queryFn: ({ signal }) => getPage<OutgoingServerItem>('/outgoing-servers', params, signal),
  });
