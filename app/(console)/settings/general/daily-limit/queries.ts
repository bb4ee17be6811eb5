import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#app/api-client.ts';
import type { DailyLimit } from '#lib/mail/outgoing/daily-limit/daily-limit-schema.ts';

/** The daily limit as JSON carries it. */
export type ShownDailyLimit = Omit<DailyLimit, 'resetAt'> & { resetAt: string | Date };

/** The daily limit and its use; live, as every sent mail counts. */
export const dailyLimitQuery = queryOptions({
  queryKey: ['emails', 'daily-limit'],
  queryFn: ({ signal }) => getJson<ShownDailyLimit>('/daily-limit', undefined, signal),
  retry: false,
  refetchInterval: 60_000,
});
