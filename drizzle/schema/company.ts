import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { aliasDomain } from './alias-domain.ts';
import { id, timestamps } from './columns.ts';

export const company = pgTable('company', {
  id: id(),
  name: text().notNull(),
  aliasDomainId: integer().references(() => aliasDomain.id),
  ...timestamps,
});
