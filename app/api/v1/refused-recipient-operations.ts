import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { listRefusedRecipients } from '#lib/mail/incoming/listen/list-refused-recipients.ts';
import {
  refusedRecipientListFields,
  refusedRecipientSchema,
} from '#lib/mail/incoming/listen/refused-recipient-schema.ts';

/** Recipients that the mail listener does not know. */
export const refusedRecipientOperations: AnyOperation[] = [
  defineOperation({
    tag: 'refused-recipients',
    method: 'GET',
    path: '/refused-recipients',
    summary: 'List the recipients the mail listener refused, with how often; the newest 2 000 addresses are kept',
    scope: 'refused-recipients:read',
    response: refusedRecipientSchema,
    list: refusedRecipientListFields,
    run: ({ ctx, list: query }) => listRefusedRecipients(ctx, query),
  }),
];
