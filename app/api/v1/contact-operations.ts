import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { contactListFields, createContactSchema, updateContactSchema } from '#lib/documents/contact/contact-schema.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { deleteRecord } from '#lib/documents/delete-record.ts';
import { listRecords } from '#lib/documents/list-records.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { updateRecord } from '#lib/documents/update-record.ts';

const contacts = { tag: 'contacts', path: '/contacts' };
const contact = { tag: 'contacts', path: '/contacts/{id}' };

/** The rows of `records/contact` under the name most programs look for. */
export const contactOperations: AnyOperation[] = [
  defineOperation({
    ...contacts,
    method: 'GET',
    summary: 'List contacts',
    scope: 'contacts:read',
    list: contactListFields,
    run: ({ ctx, query }) => listRecords(ctx, 'contact', query),
  }),
  defineOperation({
    ...contacts,
    method: 'POST',
    summary: 'Create a contact',
    scope: 'contacts:write',
    body: createContactSchema,
    status: 201,
    run: ({ ctx, body }) => createRecord(ctx, 'contact', body),
  }),
  defineOperation({
    ...contact,
    method: 'GET',
    summary: 'Read a contact',
    scope: 'contacts:read',
    run: ({ ctx, id }) => readRecord(ctx, 'contact', id),
  }),
  defineOperation({
    ...contact,
    method: 'PATCH',
    summary: 'Change a contact',
    scope: 'contacts:write',
    body: updateContactSchema,
    run: ({ ctx, id, body }) => updateRecord(ctx, 'contact', id, body),
  }),
  defineOperation({
    ...contact,
    method: 'DELETE',
    summary: 'Delete a contact',
    scope: 'contacts:write',
    run: ({ ctx, id }) => deleteRecord(ctx, 'contact', id),
  }),
];
