import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';

/** One change of a setting. */
export const auditItemSchema = z.object({
  id: z.int(),
  createdAt: z.date(),
  actorKind: z.string().meta({ description: 'user, api_key or system' }),
  userId: z.int().nullable(),
  userName: z.string().nullable(),
  action: z.string().meta({ example: 'outgoing-server.update' }),
  targetType: z.string(),
  targetId: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});

export type AuditItem = z.output<typeof auditItemSchema>;

export const auditListFields: ListFields = {
  sortable: ['createdAt'],
  filterable: ['action', 'targetType', 'targetId', 'userId', 'createdAt'],
  defaultSort: '-createdAt',
};
