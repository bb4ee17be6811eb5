import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/** A parameter that differs from its default. Types and documentation: `lib/parameters/registry.ts`. */
export const systemParameter = pgTable('system_parameter', {
  key: text().primaryKey(),
  value: text().notNull(),
  createdAt: moment().notNull().defaultNow(),
  updatedAt: moment().notNull().defaultNow(),
  updatedBy: integer(),
});
