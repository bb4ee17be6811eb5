'use client';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '#app/api-client.ts';
import type { AlertItem } from '#lib/alerts/alert-schema.ts';
import type { ListPage } from '#lib/core/list-query.ts';

/** An alert as JSON carries it. */
export type ShownAlert = Omit<AlertItem, 'createdAt' | 'updatedAt' | 'resolvedAt'> & { createdAt: string };

const none = { items: [], total: 0 };

/** The open alerts, newest first; kept up to date by the live events. */
export function useOpenAlerts(enabled: boolean): { items: readonly ShownAlert[]; total: number } {
  const query = useQuery({
    queryKey: ['alerts', 'open'],
    queryFn: ({ signal }) =>
      getJson<ListPage<ShownAlert>>('/alerts', new URLSearchParams({ resolved: 'false', limit: '20' }), signal),
    enabled,
    retry: false,
  });
  return query.data ?? none;
}

/** How many entries of my Inbox wait to be read. */
export function useInboxCount(): number {
  return useTotal(['inbox', 'unread'], '/inbox', { read: 'false', limit: '1' });
}

/** How many of the emails I caused did not arrive. */
export function useFailureCount(): number {
  return useTotal(['emails', 'mine-failed'], '/emails', { mine: 'true', state: 'failed', limit: '1' });
}

function useTotal(queryKey: string[], path: string, asked: Record<string, string>): number {
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => getJson<ListPage<unknown>>(path, new URLSearchParams(asked), signal),
    retry: false,
  });
  return query.data?.total ?? 0;
}
