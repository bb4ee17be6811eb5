import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { actOnEmails } from '#lib/mail/outgoing/act-on-emails.ts';
import { actOnEmailsSchema } from '#lib/mail/outgoing/bulk-schema.ts';
import { cancelEmail } from '#lib/mail/outgoing/cancel-email.ts';
import { countEmails } from '#lib/mail/outgoing/count-emails.ts';
import { createEmail } from '#lib/mail/outgoing/create-email.ts';
import { emailEml } from '#lib/mail/outgoing/email-eml.ts';
import {
  createEmailSchema,
  emailListFields,
  explainSelectionSchema,
  retryEmailSchema,
  retryEmailsSchema,
} from '#lib/mail/outgoing/email-schema.ts';
import { explainSelection } from '#lib/mail/outgoing/explain-selection.ts';
import { listEmails } from '#lib/mail/outgoing/list-emails.ts';
import { listFailureGroups } from '#lib/mail/outgoing/list-failure-groups.ts';
import { readEmail } from '#lib/mail/outgoing/read-email.ts';
import { rescheduleEmail, rescheduleEmailSchema } from '#lib/mail/outgoing/reschedule-email.ts';
import { retryEmail } from '#lib/mail/outgoing/retry-email.ts';
import { retryEmails } from '#lib/mail/outgoing/retry-emails.ts';
import { sendEmailNow } from '#lib/mail/outgoing/send-email-now.ts';
import { supportBundle } from '#lib/mail/outgoing/support-bundle.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { emlOf, jsonFileOf } from './eml-response.ts';

const emails = { tag: 'emails', path: '/emails', scope: 'emails:read' };
const email = { ...emails, path: '/emails/{id}' };
const change = { ...emails, method: 'POST', scope: 'emails:write' } as const;

/** Outgoing mails: what was sent to whom, with what result, and another try. */
export const emailOperations: AnyOperation[] = [
  defineOperation({
    ...emails,
    method: 'GET',
    summary: 'List emails',
    list: emailListFields,
    run: ({ ctx, list }) => listEmails(ctx, list),
  }),
  defineOperation({
    ...change,
    summary: 'Send an email; answered once it is queued',
    body: createEmailSchema,
    status: 201,
    sendsMail: true,
    // Parsed again by the verb, which takes what the schema takes.
    run: ({ ctx, body }) => createEmail(ctx, body),
  }),
  defineOperation({
    ...emails,
    method: 'GET',
    path: '/emails/counts',
    summary: 'Count emails by state',
    run: ({ ctx }) => countEmails(ctx),
  }),
  defineOperation({
    ...emails,
    method: 'GET',
    path: '/emails/failure-groups',
    summary: 'Group failed recipients by cause',
    run: ({ ctx }) => listFailureGroups(ctx),
  }),
  defineOperation({
    ...change,
    path: '/emails/retry',
    summary: 'Retry all failed recipients that a filter names',
    body: retryEmailsSchema,
    sendsMail: true,
    run: ({ ctx, body }) => retryEmails(ctx, body),
  }),
  defineOperation({
    ...change,
    path: '/emails/bulk',
    summary:
      'Retry, cancel or send now many emails: some by id, or all of a list; call again with `cursor` until it is null',
    body: actOnEmailsSchema,
    status: 200,
    sendsMail: true,
    run: ({ ctx, body }) => actOnEmails(ctx, body),
  }),
  defineOperation({
    ...email,
    method: 'GET',
    summary: 'Read an email with its deliveries and their attempts',
    run: ({ ctx, id }) => readEmail(ctx, id),
  }),
  defineOperation({
    ...email,
    method: 'GET',
    path: '/emails/{id}/eml',
    summary: 'Download an email as it is handed to the server',
    run: async ({ ctx, id }) => emlOf(await emailEml(ctx, id)),
  }),
  defineOperation({
    ...email,
    method: 'GET',
    path: '/emails/{id}/support-bundle',
    summary: 'Download all that is known of an email as one JSON file without secrets',
    run: async ({ ctx, id }) => jsonFileOf(await supportBundle(ctx, id, packageJson.version)),
  }),
  defineOperation({
    ...change,
    path: '/emails/{id}/retry',
    summary: 'Retry the recipients an email did not reach',
    body: retryEmailSchema,
    sendsMail: true,
    run: ({ ctx, id, body }) => retryEmail(ctx, { id, ...body }),
  }),
  defineOperation({
    ...change,
    path: '/emails/{id}/send',
    summary: 'Send what waits now, without regard to its schedule',
    sendsMail: true,
    run: ({ ctx, id }) => sendEmailNow(ctx, id),
  }),
  defineOperation({
    ...change,
    path: '/emails/{id}/schedule',
    summary: 'Move an email that has not left yet to another hour',
    body: rescheduleEmailSchema,
    run: ({ ctx, id, body }) => rescheduleEmail(ctx, { id, ...body }),
  }),
  defineOperation({
    ...change,
    path: '/emails/{id}/cancel',
    summary: 'Take back what has not left yet',
    run: ({ ctx, id }) => cancelEmail(ctx, id),
  }),
  defineOperation({
    tag: 'outgoing',
    method: 'POST',
    path: '/outgoing/explain',
    summary: 'Say which server would send a mail, and why; sends nothing',
    scope: 'emails:read',
    body: explainSelectionSchema,
    run: ({ ctx, body }) => explainSelection(ctx, body),
  }),
];
