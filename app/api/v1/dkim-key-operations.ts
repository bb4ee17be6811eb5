import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { createDkimKey } from '#lib/mail/dkim/create-dkim-key.ts';
import { deleteDkimKey } from '#lib/mail/dkim/delete-dkim-key.ts';
import { createDkimKeySchema, dkimKeyListFields, updateDkimKeySchema } from '#lib/mail/dkim/dkim-key-schema.ts';
import { listDkimKeys } from '#lib/mail/dkim/list-dkim-keys.ts';
import { readDkimKey } from '#lib/mail/dkim/read-dkim-key.ts';
import { rotateDkimKey } from '#lib/mail/dkim/rotate-dkim-key.ts';
import { saveDkimKey } from '#lib/mail/dkim/save-dkim-key.ts';

const keys = { tag: 'dkim-keys', path: '/dkim-keys' };
const key = { tag: 'dkim-keys', path: '/dkim-keys/{id}' };

/** The keys mails are signed with (DKIM). */
export const dkimKeyOperations: AnyOperation[] = [
  defineOperation({
    ...keys,
    method: 'GET',
    summary: 'List signing keys with the DNS records to publish',
    scope: 'dkim-keys:read',
    list: dkimKeyListFields,
    run: ({ ctx, list }) => listDkimKeys(ctx, list),
  }),
  defineOperation({
    ...keys,
    method: 'POST',
    summary: 'Make a signing key for a domain; the private half never leaves the server',
    scope: 'dkim-keys:write',
    body: createDkimKeySchema,
    status: 201,
    run: ({ ctx, body }) => createDkimKey(ctx, body),
  }),
  defineOperation({
    ...key,
    method: 'GET',
    summary: 'Read a signing key with the DNS record to publish',
    scope: 'dkim-keys:read',
    run: ({ ctx, id }) => readDkimKey(ctx, id),
  }),
  defineOperation({
    ...key,
    method: 'PATCH',
    summary: 'Let a key sign, or no longer',
    scope: 'dkim-keys:write',
    body: updateDkimKeySchema,
    run: ({ ctx, id, body }) => saveDkimKey(ctx, { ...body, id }),
  }),
  defineOperation({
    ...key,
    method: 'POST',
    path: '/dkim-keys/{id}/rotate',
    summary: 'Make a successor with the next selector; both sign until the old one is deactivated',
    scope: 'dkim-keys:write',
    status: 201,
    run: ({ ctx, id }) => rotateDkimKey(ctx, id),
  }),
  defineOperation({
    ...key,
    method: 'DELETE',
    summary: 'Delete a key that does not sign any more',
    scope: 'dkim-keys:write',
    run: ({ ctx, id }) => deleteDkimKey(ctx, id),
  }),
];
