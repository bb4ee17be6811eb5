import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/** Answers kept for 24 hours, so that a repeated POST repeats the answer and not the effect. */
export const idempotencyKey = pgTable(
  'idempotency_key',
  {
    key: text().notNull(),
    userId: integer().notNull(),
    /** Of method, path and body. */
    requestHash: text().notNull(),
    status: integer(),
    response: jsonb(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.key] })],
);
