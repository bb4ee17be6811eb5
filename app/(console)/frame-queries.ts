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

/** How much of my Inbox waits to be read, and how many recipients my messages did not reach. */
export function useMyCounts(): { unread: number; failures: number } {
  const query = useQuery({
    queryKey: ['inbox', 'counts'],
    queryFn: ({ signal }) => getJson<{ unread: number; failures: number }>('/inbox/counts', undefined, signal),
    retry: false,
  });
  return query.data ?? { unread: 0, failures: 0 };
}

/** How many incoming mails wait in quarantine; kept up to date by the live events. */
export function useQuarantined(enabled: boolean): number {
  const query = useQuery({
    queryKey: ['incoming-mails', 'quarantined'],
    queryFn: ({ signal }) =>
      getJson<ListPage<unknown>>(
        '/incoming-mails',
        new URLSearchParams({ outcome: 'quarantined', limit: '1' }),
        signal,
      ),
    enabled,
    retry: false,
  });
  return query.data?.total ?? 0;
}
