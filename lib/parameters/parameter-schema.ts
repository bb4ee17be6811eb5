import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';

export const setParameterSchema = z.strictObject({
  value: z
    .union(
      [z.string().max(10_000, 'Use at most 10 000 characters.'), z.number(), z.boolean(), z.null()],
      'Write a text, a number, or on/off.',
    )
    .transform((value) => (value === null ? '' : typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)))
    .meta({ description: 'As text; numbers and true/false are understood', example: '120' }),
});

export const parameterKeySchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9._-]{0,118}[a-z0-9])?$/i,
    'A key consists of letters, digits, dots, dashes and underscores.',
  );

export const parameterItemSchema = z.object({
  key: z.string(),
  value: z.string().nullable().meta({ description: 'Null: unset. Secrets are never given out' }),
  defaultValue: z.string().nullable(),
  isDefault: z.boolean(),
  isKnown: z.boolean().meta({ description: 'False for a key of your own' }),
  isSecret: z.boolean(),
  fixedBy: z.string().nullable().meta({ description: 'The environment variable that fixes the value' }),
  type: z.enum(['text', 'integer', 'boolean', 'choice', 'domain', 'domains', 'address', 'url', 'secret']),
  choices: z.array(z.string()).nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  doc: z.string().nullable(),
  updatedAt: z.date().nullable(),
  updatedBy: z.string().nullable(),
});

export type SetParameterInput = z.input<typeof setParameterSchema>;
export type ParameterItem = z.output<typeof parameterItemSchema>;

export const parameterListFields: ListFields = {
  sortable: ['key'],
  filterable: ['isDefault', 'isKnown', 'type'],
  defaultSort: 'key',
};
