import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { checkBooks } from '#lib/mail/incoming/fetch/check-books.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { mailboxProgressSchema } from '#lib/mail/incoming/fetch/progress-schema.ts';
import { readMailboxProgress } from '#lib/mail/incoming/fetch/read-mailbox-progress.ts';
import { type LedgerQuery, ledgerSchema } from '#lib/mail/incoming/ledger/ledger-schema.ts';
import { readLedger } from '#lib/mail/incoming/ledger/read-ledger.ts';
import { confirmIncomingServer } from '#lib/mail/servers/confirm-incoming-server.ts';
import { deleteIncomingServer } from '#lib/mail/servers/delete-incoming-server.ts';
import {
  createIncomingServerSchema,
  incomingServerListFields,
  updateIncomingServerSchema,
} from '#lib/mail/servers/incoming-server-schema.ts';
import { listIncomingServers } from '#lib/mail/servers/list-incoming-servers.ts';
import { beginConsent } from '#lib/mail/servers/oauth/begin-consent.ts';
import { disconnectAccount } from '#lib/mail/servers/oauth/forget-grant.ts';
import { readIncomingServer } from '#lib/mail/servers/read-incoming-server.ts';
import { resetIncomingServer } from '#lib/mail/servers/reset-incoming-server.ts';
import { saveIncomingServer } from '#lib/mail/servers/save-incoming-server.ts';

const mailboxes = { tag: 'incoming-servers', path: '/incoming-servers' };
const mailbox = { tag: 'incoming-servers', path: '/incoming-servers/{id}' };

/** Mailboxes that are fetched, and servers that hand mail over. */
export const incomingServerOperations: AnyOperation[] = [
  defineOperation({
    ...mailboxes,
    method: 'GET',
    summary: 'List incoming servers, archived ones too',
    scope: 'incoming-servers:read',
    list: incomingServerListFields,
    run: ({ ctx, list }) => listIncomingServers(ctx, list),
  }),
  defineOperation({
    ...mailboxes,
    method: 'POST',
    summary: 'Create an incoming server; it is fetched once it is confirmed',
    scope: 'incoming-servers:write',
    body: createIncomingServerSchema,
    status: 201,
    run: ({ ctx, body }) => saveIncomingServer(ctx, body),
  }),
  defineOperation({
    ...mailbox,
    method: 'GET',
    summary: 'Read an incoming server',
    scope: 'incoming-servers:read',
    run: ({ ctx, id }) => readIncomingServer(ctx, id),
  }),
  defineOperation({
    ...mailbox,
    method: 'PATCH',
    summary: 'Change an incoming server; a change of its connection asks for a new confirmation',
    scope: 'incoming-servers:write',
    body: updateIncomingServerSchema,
    run: ({ ctx, id, body }) => saveIncomingServer(ctx, { ...body, id }),
  }),
  defineOperation({
    ...mailbox,
    method: 'DELETE',
    summary: 'Delete an incoming server; mails it brought stay',
    scope: 'incoming-servers:write',
    run: ({ ctx, id }) => deleteIncomingServer(ctx, id),
  }),
  defineOperation({
    ...mailbox,
    method: 'POST',
    path: '/incoming-servers/{id}/confirm',
    summary: 'Test the connection, and confirm the server when every step goes well',
    scope: 'incoming-servers:write',
    run: ({ ctx, id }) => confirmIncomingServer(ctx, id),
  }),
  defineOperation({
    ...mailbox,
    method: 'POST',
    path: '/incoming-servers/{id}/fetch',
    summary: 'Fetch the mailbox now, for at most 60 seconds',
    scope: 'incoming-servers:write',
    run: ({ ctx, id }) => fetchIncomingServer(ctx, { id }),
  }),
  defineOperation({
    ...mailbox,
    method: 'GET',
    path: '/incoming-servers/{id}/progress',
    summary: 'Read how far a fetch under way is, and how many stored mails wait to be processed, since when',
    scope: 'incoming-servers:read',
    response: mailboxProgressSchema,
    run: ({ ctx, id }) => readMailboxProgress(ctx, id),
  }),
  defineOperation({
    ...mailbox,
    method: 'POST',
    path: '/incoming-servers/{id}/reset',
    summary: 'Take the confirmation back: the server is not fetched any more',
    scope: 'incoming-servers:write',
    run: ({ ctx, id }) => resetIncomingServer(ctx, id),
  }),
  defineOperation({
    ...mailbox,
    method: 'POST',
    path: '/incoming-servers/{id}/oauth',
    summary:
      'Begin the consent of an account at Google or Microsoft; the url is opened by the same user, signed in here',
    scope: 'incoming-servers:write',
    run: ({ ctx, id }) => beginConsent(ctx, { direction: 'incoming', serverId: id }),
  }),
  defineOperation({
    ...mailbox,
    method: 'DELETE',
    path: '/incoming-servers/{id}/oauth',
    summary: 'Disconnect the account of an incoming server: its tokens are wiped',
    scope: 'incoming-servers:write',
    run: ({ ctx, id }) => disconnectAccount(ctx, { direction: 'incoming', serverId: id }),
  }),
  defineOperation({
    ...mailbox,
    method: 'GET',
    path: '/incoming-servers/{id}/ledger',
    summary: 'Read what became of every mail of the mailbox: ranges that cover 1 to UIDNEXT - 1',
    scope: 'incoming-servers:read',
    queryParameters: {
      folderId: 'Only these books',
      disposition: 'Only ranges of this disposition',
      from: 'Ranges that begin with this number or later; see `nextFrom`',
      limit: 'Ranges of each books, 1-200 (100)',
    },
    response: ledgerSchema,
    run: ({ ctx, id, query }) => readLedger(ctx, { ...(Object.fromEntries(query) as LedgerQuery), id }),
  }),
  defineOperation({
    ...mailbox,
    method: 'POST',
    path: '/incoming-servers/{id}/check-books',
    summary: 'Compare the books with the whole mailbox, fetch what was missed, and try refused mails again',
    scope: 'incoming-servers:write',
    run: ({ ctx, id }) => checkBooks(ctx, id),
  }),
];
