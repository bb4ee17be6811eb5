import { queryOptions } from '@tanstack/react-query';
import { getJson, getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { InstanceItem, WaitingCounts } from '#lib/instance/instance-schema.ts';
import type { SandboxItem } from '#lib/mail/sandbox/sandbox-schema.ts';

/** What this database is; every captured mail refreshes it. */
export const instanceQuery = queryOptions({
  queryKey: ['sandbox', 'instance'],
  queryFn: ({ signal }) => getJson<InstanceItem>('/instance', undefined, signal),
});

/** What a claim would set in motion. */
export const waitingQuery = queryOptions({
  queryKey: ['emails', 'waiting'],
  queryFn: ({ signal }) => getJson<WaitingCounts>('/instance/waiting', undefined, signal),
});

/** What would have left, the newest first. */
export const capturedQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['sandbox', 'captured', params],
    queryFn: ({ signal }) =>
      getPage<SandboxItem>(
        '/sandbox/messages',
        { ...params, filters: { ...params.filters, captured: 'true' } },
        signal,
      ),
  });
