import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { inboxListFields, listInbox } from '#lib/chatter/list-inbox.ts';
import { listMyFailures } from '#lib/chatter/list-my-failures.ts';
import { markInboxRead, markInboxReadSchema } from '#lib/chatter/mark-inbox-read.ts';
import { myCounts } from '#lib/chatter/my-counts.ts';
import { parseListQuery } from '#lib/core/list-query.ts';

const inbox = { tag: 'inbox' };

/** What waits for the person who asks: nobody else's is ever shown. */
export const inboxOperations: AnyOperation[] = [
  defineOperation({
    ...inbox,
    method: 'GET',
    path: '/inbox',
    summary: 'List my notifications, newest first',
    scope: 'inbox:read',
    queryParameters: { read: 'true: those already read, too', limit: '1-200', cursor: 'nextCursor of the page before' },
    run: ({ ctx, query }) => {
      const { read, ...asked } = Object.fromEntries(query);
      return listInbox(ctx, parseListQuery(new URLSearchParams(asked), inboxListFields), read === 'true');
    },
  }),
  defineOperation({
    ...inbox,
    method: 'POST',
    path: '/inbox/read',
    summary: 'Mark notifications as read',
    scope: 'inbox:write',
    body: markInboxReadSchema,
    run: ({ ctx, body }) => markInboxRead(ctx, body),
  }),
  defineOperation({
    ...inbox,
    method: 'GET',
    path: '/inbox/counts',
    summary: 'Count what is unread and what did not arrive',
    scope: 'inbox:read',
    run: ({ ctx }) => myCounts(ctx),
  }),
  defineOperation({
    ...inbox,
    method: 'GET',
    path: '/inbox/failures',
    summary: 'List the recipients my messages did not reach',
    scope: 'inbox:read',
    run: async ({ ctx }) => ({ items: await listMyFailures(ctx) }),
  }),
];
