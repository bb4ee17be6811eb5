import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { requireScope } from '#lib/auth/permissions.ts';
import { deleteOutgoingServer } from '#lib/mail/servers/delete-outgoing-server.ts';
import { listOutgoingServers } from '#lib/mail/servers/list-outgoing-servers.ts';
import { beginConsent } from '#lib/mail/servers/oauth/begin-consent.ts';
import { disconnectAccount } from '#lib/mail/servers/oauth/forget-grant.ts';
import {
  createOutgoingServerSchema,
  outgoingServerListFields,
  sendTestMailSchema,
  updateOutgoingServerSchema,
} from '#lib/mail/servers/outgoing-server-schema.ts';
import { readOutgoingServer } from '#lib/mail/servers/read-outgoing-server.ts';
import { readServerSize } from '#lib/mail/servers/read-server-size.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import { sendEverythingFrom } from '#lib/mail/servers/send-everything-from.ts';
import { sendTestMail } from '#lib/mail/servers/send-test-mail.ts';
import { testOutgoingServer } from '#lib/mail/servers/test-outgoing-server.ts';

const servers = { tag: 'outgoing-servers', path: '/outgoing-servers' };
const server = { tag: 'outgoing-servers', path: '/outgoing-servers/{id}' };

/** Servers that send. */
export const outgoingServerOperations: AnyOperation[] = [
  defineOperation({
    ...servers,
    method: 'GET',
    summary: 'List outgoing servers, archived ones too',
    scope: 'outgoing-servers:read',
    list: outgoingServerListFields,
    run: ({ ctx, list }) => listOutgoingServers(ctx, list),
  }),
  defineOperation({
    ...servers,
    method: 'POST',
    summary: 'Create an outgoing server',
    scope: 'outgoing-servers:write',
    body: createOutgoingServerSchema,
    status: 201,
    run: ({ ctx, body }) => saveOutgoingServer(ctx, body),
  }),
  defineOperation({
    ...server,
    method: 'GET',
    summary: 'Read an outgoing server',
    scope: 'outgoing-servers:read',
    run: ({ ctx, id }) => readOutgoingServer(ctx, id),
  }),
  defineOperation({
    ...server,
    method: 'PATCH',
    summary: 'Change an outgoing server; active=false archives it',
    scope: 'outgoing-servers:write',
    body: updateOutgoingServerSchema,
    run: ({ ctx, id, body }) => saveOutgoingServer(ctx, { ...body, id }),
  }),
  defineOperation({
    ...server,
    method: 'DELETE',
    summary: 'Delete an outgoing server that nothing uses',
    scope: 'outgoing-servers:write',
    run: ({ ctx, id }) => deleteOutgoingServer(ctx, id),
  }),
  defineOperation({
    ...server,
    method: 'POST',
    path: '/outgoing-servers/{id}/test',
    summary: 'Test the connection up to RCPT; sends nothing',
    scope: 'outgoing-servers:write',
    run: ({ ctx, id }) => testOutgoingServer(ctx, id),
  }),
  defineOperation({
    ...server,
    method: 'POST',
    path: '/outgoing-servers/{id}/send-test',
    summary: 'Really send one mail through the server',
    scope: 'outgoing-servers:write',
    body: sendTestMailSchema,
    sendsMail: true,
    run: ({ ctx, id, body }) => sendTestMail(ctx, { id, to: body.to }),
  }),
  defineOperation({
    ...server,
    method: 'POST',
    path: '/outgoing-servers/{id}/read-size',
    summary: 'Ask the server for the largest mail it takes, and keep it as the limit',
    scope: 'outgoing-servers:write',
    run: ({ ctx, id }) => readServerSize(ctx, id),
  }),
  defineOperation({
    ...server,
    method: 'POST',
    path: '/outgoing-servers/{id}/oauth',
    summary:
      'Begin the consent of an account at Google or Microsoft; the url is opened by the same user, signed in here',
    scope: 'outgoing-servers:write',
    run: ({ ctx, id }) => beginConsent(ctx, { direction: 'outgoing', serverId: id }),
  }),
  defineOperation({
    ...server,
    method: 'DELETE',
    path: '/outgoing-servers/{id}/oauth',
    summary: 'Disconnect the account of an outgoing server: its tokens are wiped',
    scope: 'outgoing-servers:write',
    run: ({ ctx, id }) => disconnectAccount(ctx, { direction: 'outgoing', serverId: id }),
  }),
  defineOperation({
    ...server,
    method: 'POST',
    path: '/outgoing-servers/{id}/send-everything-from',
    summary:
      'Send every mail From the address the server signs in as: sets mail.default.from (and needs its scope too)',
    scope: 'outgoing-servers:write',
    run: ({ ctx, id }) => {
      requireScope(ctx.actor, 'system-parameters:write');
      return sendEverythingFrom(ctx, id);
    },
  }),
];
