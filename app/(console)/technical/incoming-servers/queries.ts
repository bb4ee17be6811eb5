import { queryOptions } from '@tanstack/react-query';
import { getJson, getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { ListPage } from '#lib/core/list-query.ts';
import type { MailboxProgress } from '#lib/mail/incoming/fetch/progress-schema.ts';
import type { IncomingMailItem } from '#lib/mail/incoming/incoming-mail-schema.ts';
import type { FolderLedger } from '#lib/mail/incoming/ledger/ledger-schema.ts';
import type { RefusedRecipient } from '#lib/mail/incoming/listen/refused-recipient-schema.ts';
import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';

/** The incoming servers; live. */
export const incomingServersQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['servers', 'incoming', params],
    queryFn: ({ signal }) => getPage<IncomingServerItem>('/incoming-servers', params, signal),
  });

/** One server's health; live. */
export const incomingServerQuery = (id: number) =>
  queryOptions({
    queryKey: ['servers', 'incoming', id],
    queryFn: ({ signal }) => getJson<IncomingServerItem>(`/incoming-servers/${id}`, undefined, signal),
  });

/** Asked again by itself while something goes on: processing tells of each mail, which would be too often. */
const againMs = 5000;

/** How far a fetch under way is, and how far processing lags behind; live. */
export const progressQuery = (id: number) =>
  queryOptions({
    queryKey: ['servers', 'progress', id],
    queryFn: ({ signal }) => getJson<MailboxProgress>(`/incoming-servers/${id}/progress`, undefined, signal),
    refetchInterval: ({ state: { data } }) => (data?.fetching || data?.lag.waiting ? againMs : false),
  });

/** What became of every mail of a mailbox; live. */
export const ledgerQuery = (id: number) =>
  queryOptions({
    queryKey: ['servers', 'ledger', id],
    queryFn: ({ signal }) =>
      getJson<{ folders: FolderLedger[] }>(
        `/incoming-servers/${id}/ledger`,
        new URLSearchParams({ limit: '1' }),
        signal,
      ),
  });

/** A page of the ranges of some books. */
export const ledgerRangesQuery = (id: number, folderId: number, from: number) =>
  queryOptions({
    queryKey: ['servers', 'ledger', id, folderId, from],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams({ folderId: String(folderId), from: String(from), limit: '50' });
      return getJson<{ folders: FolderLedger[] }>(`/incoming-servers/${id}/ledger`, asked, signal);
    },
  });

/** The last twenty mails a server brought; live. */
export const lastMailsQuery = (id: number) =>
  queryOptions({
    queryKey: ['incoming-mails', 'of-server', id],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams({ incomingServerId: String(id), limit: '20' });
      return getJson<ListPage<IncomingMailItem>>('/incoming-mails', asked, signal);
    },
  });

/** The recipients refused last. */
export const refusedRecipientsQuery = queryOptions({
  queryKey: ['refused-recipients'],
  queryFn: ({ signal }) =>
    getJson<ListPage<RefusedRecipient>>('/refused-recipients', new URLSearchParams({ limit: '10' }), signal),
});

/** When *Mail: Fetchmail Service* runs next. */
export const nextFetchQuery = queryOptions({
  queryKey: ['scheduled-actions', 'next-fetch'],
  queryFn: ({ signal }) =>
    getJson<{ active: boolean; nextRunAt: string }>('/scheduled-actions/fetchmail-service', undefined, signal),
  retry: false,
});
