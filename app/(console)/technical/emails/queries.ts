import { queryOptions } from '@tanstack/react-query';
import { getJson, getPage } from '#app/api-client.ts';
import type { ListParams } from '#components/table/list-types.ts';
import type { EmailCounts } from '#lib/mail/outgoing/count-emails.ts';
import type { EmailDetail, EmailItem, FailureGroup } from '#lib/mail/outgoing/email-schema.ts';

/** A page of mails. */
export const emailsQuery = (params: ListParams) =>
  queryOptions({
    queryKey: ['emails', 'list', params],
    queryFn: ({ signal }) => getPage<EmailItem>('/emails', { ...params, filters: apiFilters(params.filters) }, signal),
  });

/** What the tabs count. */
export const emailCountsQuery = queryOptions({
  queryKey: ['emails', 'counts'],
  queryFn: ({ signal }) => getJson<EmailCounts>('/emails/counts', undefined, signal),
});

/** One mail with deliveries and attempts. */
export const emailQuery = (id: number) =>
  queryOptions({
    queryKey: ['emails', 'one', id],
    queryFn: ({ signal }) => getJson<EmailDetail>(`/emails/${id}`, undefined, signal),
  });

/** Failures by cause. */
export const failureGroupsQuery = queryOptions({
  queryKey: ['emails', 'failure-groups'],
  queryFn: ({ signal }) => getJson<{ items: FailureGroup[] }>('/emails/failure-groups', undefined, signal),
});

/** "Deferred" and "Scheduled" are tabs among the states, though such a mail's own state is outgoing. */
export function apiFilters(filters: Record<string, string>): Record<string, string> {
  const { state, ...others } = filters;
  return state === 'deferred' || state === 'scheduled' ? { ...others, [state]: 'true' } : filters;
}
