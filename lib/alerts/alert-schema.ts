import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';

/** Something an administrator should know, as lists show it. */
export const alertItemSchema = z.object({
  id: z.int(),
  kind: z.string(),
  key: z.string(),
  severity: z.enum(['warning', 'error']),
  title: z.string(),
  detail: z.string(),
  link: z.string().nullable().meta({ description: 'Path in the console where it can be mended' }),
  createdAt: z.date(),
  updatedAt: z.date(),
  resolvedAt: z.date().nullable(),
});

export type AlertItem = z.output<typeof alertItemSchema>;

export const alertListFields: ListFields = {
  sortable: ['createdAt', 'updatedAt'],
  filterable: ['kind', 'severity', 'resolved', 'createdAt'],
  defaultSort: '-createdAt',
};
