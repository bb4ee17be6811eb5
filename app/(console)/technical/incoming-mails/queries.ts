import { queryOptions } from '@tanstack/react-query';
import { getJson, getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { IncomingCounts, IncomingMailDetail, IncomingMailItem } from '#lib/mail/incoming/incoming-mail-schema.ts';

/** A page of incoming mails. */
export const incomingMailsQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['incoming-mails', 'list', params],
    queryFn: ({ signal }) => getPage<IncomingMailItem>('/incoming-mails', params, signal),
  });

/** What the tabs count. */
export const incomingCountsQuery = queryOptions({
  queryKey: ['incoming-mails', 'counts'],
  queryFn: ({ signal }) => getJson<IncomingCounts>('/incoming-mails/counts', undefined, signal),
});

/** One mail with its decision and its parts. */
export const incomingMailQuery = (id: number) =>
  queryOptions({
    queryKey: ['incoming-mails', 'one', id],
    queryFn: ({ signal }) => getJson<IncomingMailDetail>(`/incoming-mails/${id}`, undefined, signal),
  });
