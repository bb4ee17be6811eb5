import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { id, moment } from './columns.ts';

/** Who changed which setting, when, from what to what. Written in the transaction of the change. */
export const auditEvent = pgTable(
  'audit_event',
  {
    id: id(),
    createdAt: moment().notNull().defaultNow(),
    actorKind: text().notNull(),
    userId: integer(),
    action: text().notNull(),
    targetType: text().notNull(),
    targetId: text().notNull(),
    /** Secrets stand as `[hidden]`. */
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
  },
  (t) => [index('audit_event_target_idx').on(t.targetType, t.targetId, t.id)],
);
