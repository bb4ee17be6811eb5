import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { dailyLimitSchema, higherLimitRequestSchema } from '#lib/mail/outgoing/daily-limit/daily-limit-schema.ts';
import { readDailyLimit } from '#lib/mail/outgoing/daily-limit/read-daily-limit.ts';
import { readHigherLimitRequest } from '#lib/mail/outgoing/daily-limit/read-higher-limit-request.ts';
import { retryStoppedMails } from '#lib/mail/outgoing/daily-limit/retry-stopped-mails.ts';

const dailyLimit = { tag: 'daily-limit', scope: 'daily-limit:read' };

/** How many mails a day the default server takes, and what it stopped. */
export const dailyLimitOperations: AnyOperation[] = [
  defineOperation({
    ...dailyLimit,
    method: 'GET',
    path: '/daily-limit',
    summary: 'Read the daily limit of the default server, its use and its reset',
    response: dailyLimitSchema,
    run: ({ ctx }) => readDailyLimit(ctx),
  }),
  defineOperation({
    ...dailyLimit,
    method: 'GET',
    path: '/daily-limit/higher-limit-request',
    summary: 'Gather what support wants to know before it raises the limit',
    response: higherLimitRequestSchema,
    run: ({ ctx }) => readHigherLimitRequest(ctx),
  }),
  defineOperation({
    ...dailyLimit,
    method: 'POST',
    path: '/daily-limit/retry',
    summary: 'Retry all mails that the daily limit stopped',
    scope: 'emails:write',
    sendsMail: true,
    run: ({ ctx }) => retryStoppedMails(ctx),
  }),
];
