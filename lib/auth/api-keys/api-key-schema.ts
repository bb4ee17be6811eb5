import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';

const scope = z
  .string()
  .regex(
    /^(\*|[a-z][a-z-]*:(read|write))$/,
    'A scope is * for everything, or a resource with :read or :write, such as emails:read.',
  )
  .meta({ example: 'emails:read' });

export const createApiKeySchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'Give the key a name, so that you recognise it later.')
    .max(100, 'Use at most 100 characters.')
    .meta({ example: 'Web shop' }),
  scopes: z
    .array(scope)
    .min(1, 'Choose at least one scope.')
    .max(100)
    .default(['*'])
    .meta({ description: '`*`, or `<resource>:read` and `<resource>:write`' }),
});

export const apiKeyItemSchema = z.object({
  id: z.int(),
  name: z.string(),
  prefix: z.string().meta({ description: 'How the key begins, to recognise it' }),
  scopes: z.array(z.string()),
  userId: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
  lastUsedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});

export const createdApiKeySchema = apiKeyItemSchema.extend({
  key: z.string().meta({ description: 'The key itself; shown this once only' }),
});

export type CreateApiKeyInput = z.input<typeof createApiKeySchema>;
export type ApiKeyItem = z.output<typeof apiKeyItemSchema>;
export type CreatedApiKey = z.output<typeof createdApiKeySchema>;

export const apiKeyListFields: ListFields = {
  sortable: ['createdAt', 'name'],
  filterable: ['userId', 'revoked'],
  defaultSort: '-createdAt',
};
