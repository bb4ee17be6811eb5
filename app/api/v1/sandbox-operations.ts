import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { listSandboxMessages } from '#lib/mail/sandbox/list-sandbox-messages.ts';
import { readSandboxMessage } from '#lib/mail/sandbox/read-sandbox-message.ts';
import { replyAsRecipient } from '#lib/mail/sandbox/reply-as-recipient.ts';
import { sandboxEml } from '#lib/mail/sandbox/sandbox-eml.ts';
import { replyAsRecipientSchema, sandboxListFields } from '#lib/mail/sandbox/sandbox-schema.ts';
import { emlOf } from './eml-response.ts';

const messages = { tag: 'sandbox', path: '/sandbox/messages' };
const message = { ...messages, path: '/sandbox/messages/{id}' };

/** Mail that went to the sandbox instead of the world, and answers in its recipients' place. */
export const sandboxOperations: AnyOperation[] = [
  defineOperation({
    ...messages,
    method: 'GET',
    summary: 'List the mails of the sandbox',
    scope: 'sandbox:read',
    list: sandboxListFields,
    run: ({ ctx, list }) => listSandboxMessages(ctx, list),
  }),
  defineOperation({
    ...message,
    method: 'GET',
    summary: 'Read a mail of the sandbox as its recipient does',
    scope: 'sandbox:read',
    run: ({ ctx, id }) => readSandboxMessage(ctx, id),
  }),
  defineOperation({
    ...message,
    method: 'GET',
    path: '/sandbox/messages/{id}/eml',
    summary: 'Download a mail of the sandbox',
    scope: 'sandbox:read',
    run: async ({ ctx, id }) => emlOf(await sandboxEml(ctx, id)),
  }),
  defineOperation({
    ...message,
    method: 'POST',
    path: '/sandbox/messages/{id}/reply',
    summary: 'Answer a mail as its recipient; the answer comes in through the gateway',
    scope: 'sandbox:write',
    body: replyAsRecipientSchema.omit({ id: true }),
    sendsMail: true,
    run: ({ ctx, id, body }) => replyAsRecipient(ctx, { ...body, id }),
  }),
];
