import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { addFollower } from '#lib/chatter/add-follower.ts';
import { addFollowerBody, editMessageSchema, postMessageBody, resendMessageBody } from '#lib/chatter/chatter-schema.ts';
import { deleteMessage } from '#lib/chatter/delete-message.ts';
import { editMessage } from '#lib/chatter/edit-message.ts';
import { frameMessage } from '#lib/chatter/frame-message.ts';
import { listFollowers } from '#lib/chatter/list-followers.ts';
import { listMessages, messageListFields } from '#lib/chatter/list-messages.ts';
import { postMessage } from '#lib/chatter/post-message.ts';
import { readMessage } from '#lib/chatter/read-message.ts';
import { removeFollower } from '#lib/chatter/remove-follower.ts';
import { resendMessage } from '#lib/chatter/resend-message.ts';
import { suggestedRecipients } from '#lib/chatter/suggested-recipients.ts';
import { AppError } from '#lib/core/errors.ts';

const messages = { tag: 'records', path: '/records/{model}/{id}/messages', scope: 'messages:read' };
const message = { ...messages, path: '/records/{model}/{id}/messages/{messageId}' };
const followers = { tag: 'records', path: '/records/{model}/{id}/followers', scope: 'followers:read' };

/** The chatter of a document, whatever its model. */
export const chatterOperations: AnyOperation[] = [
  defineOperation({
    ...messages,
    method: 'GET',
    summary: "List a document's messages, newest first",
    list: messageListFields,
    run: ({ ctx, params, id, list }) => listMessages(ctx, recordOf(params, id), list),
  }),
  defineOperation({
    ...messages,
    method: 'POST',
    summary: 'Send a message or log a note; answered once it is committed',
    scope: 'messages:write',
    body: postMessageBody,
    status: 201,
    sendsMail: true,
    run: async ({ ctx, params, id, body }) => {
      const record = recordOf(params, id);
      const { messageId } = await postMessage(ctx, { ...body, ...record });
      return readMessage(ctx, { ...record, id: messageId });
    },
  }),
  defineOperation({
    ...message,
    method: 'GET',
    summary: 'Read a message',
    run: ({ ctx, params, id }) => readMessage(ctx, addressOf(params, id)),
  }),
  defineOperation({
    ...message,
    method: 'PATCH',
    summary: 'Change the text of a message; no mail goes out',
    scope: 'messages:write',
    body: editMessageSchema,
    run: ({ ctx, params, id, body }) => editMessage(ctx, { ...addressOf(params, id), ...body }),
  }),
  defineOperation({
    ...message,
    method: 'DELETE',
    summary: 'Empty a message',
    scope: 'messages:write',
    run: ({ ctx, params, id }) => deleteMessage(ctx, addressOf(params, id)),
  }),
  defineOperation({
    ...message,
    method: 'POST',
    path: '/records/{model}/{id}/messages/{messageId}/resend',
    summary: 'Send a message again to those who did not get it, or acknowledge that they did not',
    scope: 'messages:write',
    body: resendMessageBody,
    sendsMail: true,
    run: ({ ctx, params, id, body }) => resendMessage(ctx, { ...addressOf(params, id), ...body }),
  }),
  defineOperation({
    ...message,
    method: 'GET',
    path: '/records/{model}/{id}/messages/{messageId}/frame',
    summary: 'Read a message as a page for a frame, with pictures from outside',
    queryParameters: { whole: '1: with what it quotes' },
    run: async ({ ctx, params, id, query }) => {
      const { html, headers } = await frameMessage(ctx, addressOf(params, id), { whole: query.get('whole') === '1' });
      return new Response(html, { headers });
    },
  }),
  defineOperation({
    ...messages,
    method: 'GET',
    path: '/records/{model}/{id}/suggested-recipients',
    summary: 'List whom a message is probably for',
    run: async ({ ctx, params, id }) => ({ items: await suggestedRecipients(ctx, recordOf(params, id)) }),
  }),
  defineOperation({
    ...followers,
    method: 'GET',
    summary: 'List who follows a document',
    run: async ({ ctx, params, id }) => ({ items: await listFollowers(ctx, recordOf(params, id)) }),
  }),
  defineOperation({
    ...followers,
    method: 'POST',
    summary: 'Make a contact follow a document',
    scope: 'followers:write',
    body: addFollowerBody,
    status: 201,
    run: async ({ ctx, params, id, body }) => {
      const { created, ...follower } = await addFollower(ctx, { ...recordOf(params, id), ...body });
      return Response.json(follower, { status: created ? 201 : 200 });
    },
  }),
  defineOperation({
    ...followers,
    method: 'DELETE',
    path: '/records/{model}/{id}/followers/{contactId}',
    summary: "End somebody's subscription",
    scope: 'followers:write',
    run: ({ ctx, params, id }) =>
      removeFollower(ctx, { ...recordOf(params, id), contactId: numberOf(params.contactId, 'contact') }),
  }),
];

function recordOf(params: Record<string, string>, id: number) {
  return { model: params.model ?? '', recordId: id };
}

function addressOf(params: Record<string, string>, id: number) {
  return { model: params.model ?? '', recordId: id, id: numberOf(params.messageId, 'message') };
}

function numberOf(text: string | undefined, what: string): number {
  const id = Number(text);
  if (Number.isInteger(id) && id > 0 && id <= 2_147_483_647) return id;
  throw new AppError('not_found', `There is no ${what} "${text?.slice(0, 50)}".`);
}
