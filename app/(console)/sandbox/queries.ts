import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson } from '#app/api-client.ts';
import type { ListPage } from '#lib/core/list-query.ts';
import type { SandboxDetail } from '#lib/mail/sandbox/read-sandbox-message.ts';
import type { SandboxItem } from '#lib/mail/sandbox/sandbox-schema.ts';

/** The mails of the sandbox, newest first, page after page. */
export const sandboxListQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['sandbox', 'list', q],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ limit: '50', ...(q && { q }), ...(pageParam && { cursor: pageParam }) });
      return getJson<ListPage<SandboxItem>>('/sandbox/messages', asked, signal);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });

/** One mail, as its recipient sees it. */
export const sandboxMessageQuery = (id: number) =>
  queryOptions({
    queryKey: ['sandbox', 'message', id],
    queryFn: ({ signal }) => getJson<SandboxDetail>(`/sandbox/messages/${id}`, undefined, signal),
  });
