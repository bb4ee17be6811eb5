import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#app/api-client.ts';
import type { ListPage } from '#lib/core/list-query.ts';

/** How many servers there are, and how the worst one is. */
export interface ServerSummary {
  count: number;
  worst: 'ok' | 'draft' | 'failing';
  words: string;
}

interface Outgoing {
  active: boolean;
  breaker: { state: string };
}

interface Incoming {
  active: boolean;
  state: string;
  lastFetchAt: string | null;
  lastErrorAt: string | null;
}

const asked = new URLSearchParams({ active: 'true', limit: '200' });

/** The outgoing servers in one line; live. */
export const outgoingSummary = queryOptions({
  queryKey: ['servers', 'outgoing-summary'],
  queryFn: async ({ signal }): Promise<ServerSummary> => {
    const { items, total } = await getJson<ListPage<Outgoing>>('/outgoing-servers', asked, signal);
    const failing = items.filter((server) => server.breaker?.state === 'open').length;
    return summary(total, failing, 0);
  },
  retry: false,
});

/** The incoming servers in one line; live. */
export const incomingSummary = queryOptions({
  queryKey: ['servers', 'incoming-summary'],
  queryFn: async ({ signal }): Promise<ServerSummary> => {
    const { items, total } = await getJson<ListPage<Incoming>>('/incoming-servers', asked, signal);
    const failing = items.filter(({ lastErrorAt, lastFetchAt }) => lastErrorAt && lastErrorAt > (lastFetchAt ?? ''));
    return summary(total, failing.length, items.filter((server) => server.state === 'draft').length);
  },
  retry: false,
});

function summary(count: number, failing: number, drafts: number): ServerSummary {
  if (failing > 0) return { count, worst: 'failing', words: failing === count ? 'Failing' : `${failing} failing` };
  if (drafts > 0)
    return { count, worst: 'draft', words: drafts === count ? 'Not confirmed' : `${drafts} not confirmed` };
  return { count, worst: 'ok', words: 'Working' };
}
