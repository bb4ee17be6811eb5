import { z } from 'zod';
import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { claimDatabaseSchema, instanceItemSchema, waitingSchema } from '#lib/instance/instance-schema.ts';
import { readInstance } from '#lib/instance/read-instance.ts';
import { readWaiting } from '#lib/instance/read-waiting.ts';
import { takeOwnership } from '#lib/instance/take-ownership.ts';
import { sendCaptured, sendCapturedSchema } from '#lib/mail/outgoing/send-captured.ts';

const instance = { tag: 'instance', path: '/instance' };

/** What this database is: the installation's own, or a copy that keeps its mail in the sandbox until it is claimed. */
export const instanceOperations: AnyOperation[] = [
  defineOperation({
    ...instance,
    method: 'GET',
    summary: 'Read whether this database is a copy',
    scope: 'instance:read',
    response: instanceItemSchema,
    run: ({ ctx }) => readInstance(ctx),
  }),
  defineOperation({
    ...instance,
    path: '/instance/waiting',
    method: 'GET',
    summary: 'Count what claiming a copied database would set in motion',
    scope: 'instance:read',
    response: waitingSchema,
    run: ({ ctx }) => readWaiting(ctx),
  }),
  defineOperation({
    ...instance,
    path: '/instance/claim',
    method: 'POST',
    summary: 'Claim a copied database: mail leaves and mailboxes are fetched from now on',
    scope: 'instance:write',
    body: claimDatabaseSchema,
    response: instanceItemSchema.extend({ cancelled: z.int() }),
    run: ({ ctx, body }) => takeOwnership(ctx, body),
  }),
  defineOperation({
    ...instance,
    path: '/instance/send-captured',
    method: 'POST',
    summary: 'Send captured mail for real, once the database was claimed',
    scope: 'instance:write',
    body: sendCapturedSchema,
    sendsMail: true,
    response: z.object({ sent: z.int(), more: z.boolean() }),
    run: ({ ctx, body }) => sendCaptured(ctx, body),
  }),
];
