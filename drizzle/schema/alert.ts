import { sql } from 'drizzle-orm';
import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { id, moment, timestamps } from './columns.ts';

/** Something an administrator should know; at most one open one a kind and key. */
export const alert = pgTable(
  'alert',
  {
    id: id(),
    kind: text().notNull(),
    key: text().notNull(),
    severity: text({ enum: ['warning', 'error'] }).notNull(),
    title: text().notNull(),
    detail: text().notNull(),
    /** Path in the console where it can be mended. */
    link: text(),
    resolvedAt: moment(),
    /** When the administrators were told by mail; null: not (yet). */
    mailedAt: moment(),
    ...timestamps,
  },
  (t) => [uniqueIndex('alert_open_key').on(t.kind, t.key).where(sql`${t.resolvedAt} is null`)],
);
