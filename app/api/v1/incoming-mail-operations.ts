import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { assignIncomingMail } from '#lib/mail/incoming/assign-incoming-mail.ts';
import { blockSender } from '#lib/mail/incoming/block-sender.ts';
import { countIncomingMails } from '#lib/mail/incoming/count-incoming-mails.ts';
import { createDocumentFromMail } from '#lib/mail/incoming/create-document-from-mail.ts';
import { discardIncomingMail } from '#lib/mail/incoming/discard-incoming-mail.ts';
import { incomingMailEml } from '#lib/mail/incoming/incoming-mail-eml.ts';
import {
  assignMailSchema,
  createDocumentSchema,
  incomingCountsSchema,
  incomingMailListFields,
  routedMailSchema,
} from '#lib/mail/incoming/incoming-mail-schema.ts';
import { listIncomingMails } from '#lib/mail/incoming/list-incoming-mails.ts';
import { readIncomingMail } from '#lib/mail/incoming/read-incoming-mail.ts';
import { replayIncomingMail } from '#lib/mail/incoming/replay-incoming-mail.ts';
import { suppressionItemSchema } from '#lib/mail/suppression/suppression-schema.ts';
import { emlResponse } from './eml-response.ts';

const mails = { tag: 'incoming-mails', path: '/incoming-mails', scope: 'incoming-mails:read' };
const mail = { ...mails, path: '/incoming-mails/{id}' };
const change = { ...mail, method: 'POST', scope: 'incoming-mails:write' } as const;

/** Every mail that reached us, what became of it and why. */
export const incomingMailOperations: AnyOperation[] = [
  defineOperation({
    ...mails,
    method: 'GET',
    summary: 'List incoming mails',
    response: routedMailSchema,
    list: incomingMailListFields,
    run: ({ ctx, list }) => listIncomingMails(ctx, list),
  }),
  defineOperation({
    ...mails,
    method: 'GET',
    path: '/incoming-mails/counts',
    summary: 'Count incoming mails by outcome, each up to 10 000',
    response: incomingCountsSchema,
    run: ({ ctx }) => countIncomingMails(ctx),
  }),
  defineOperation({
    ...mail,
    method: 'GET',
    summary: 'Read an incoming mail with its decision and its parts',
    response: routedMailSchema,
    run: ({ ctx, id }) => readIncomingMail(ctx, id),
  }),
  defineOperation({
    ...mail,
    method: 'GET',
    path: '/incoming-mails/{id}/eml',
    summary: 'Download an incoming mail, byte by byte as it came',
    run: async ({ ctx, id }) => {
      const { filename, size, content } = await incomingMailEml(ctx, id);
      return emlResponse({ fileName: filename, size, content });
    },
  }),
  defineOperation({
    ...change,
    path: '/incoming-mails/{id}/replay',
    summary: 'Process a mail again',
    response: routedMailSchema,
    run: ({ ctx, id }) => replayIncomingMail(ctx, id),
  }),
  defineOperation({
    ...change,
    path: '/incoming-mails/{id}/assign',
    summary: 'Post a mail on a document',
    response: routedMailSchema,
    body: assignMailSchema,
    run: ({ ctx, id, body }) => assignIncomingMail(ctx, id, body),
  }),
  defineOperation({
    ...change,
    path: '/incoming-mails/{id}/create',
    summary: 'Create a document from a mail',
    response: routedMailSchema,
    body: createDocumentSchema,
    run: ({ ctx, id, body }) => createDocumentFromMail(ctx, id, body),
  }),
  defineOperation({
    ...change,
    path: '/incoming-mails/{id}/block-sender',
    response: suppressionItemSchema,
    summary: 'Put the sender of a mail on the list of blocked senders',
    run: ({ ctx, id }) => blockSender(ctx, id),
  }),
  defineOperation({
    ...change,
    path: '/incoming-mails/{id}/discard',
    summary: 'Say that nothing is to be done with a mail; it stays in the log',
    run: ({ ctx, id }) => discardIncomingMail(ctx, id),
  }),
];
