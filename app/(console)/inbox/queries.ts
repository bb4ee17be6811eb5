import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson } from '#app/api-client.ts';

/** A notification as the API answers it. */
export interface InboxEntry {
  id: number;
  messageId: number;
  model: string;
  recordName: string;
  path: string;
  authorName: string;
  subject: string | null;
  preview: string;
  internal: boolean;
  readAt: string | null;
  createdAt: string;
}

/** A recipient one of my messages did not reach. */
export interface FailureEntry {
  notificationId: number;
  messageId: number;
  model: string;
  recordId: number;
  name: string;
  email: string;
  reason: string | null;
  createdAt: string;
}

interface InboxPage {
  items: InboxEntry[];
  total: number;
  nextCursor: string | null;
}

/** My notifications, newest first; with those already read, or only the unread ones. */
export function inboxQuery(withRead: boolean) {
  return infiniteQueryOptions({
    queryKey: ['inbox', 'list', withRead],
    queryFn: ({ pageParam, signal }) => {
      const asked = { limit: '30', read: String(withRead), ...(pageParam ? { cursor: pageParam } : {}) };
      return getJson<InboxPage>('/inbox', new URLSearchParams(asked), signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Recipients my messages did not reach and that nobody acknowledged; verdicts come in as events of emails. */
export const failuresQuery = queryOptions({
  queryKey: ['emails', 'my-failures'],
  queryFn: async ({ signal }) => (await getJson<{ items: FailureEntry[] }>('/inbox/failures', undefined, signal)).items,
});
