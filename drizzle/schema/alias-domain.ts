import { integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { id, timestamps } from './columns.ts';

/** A domain mails come back to: catchall for replies, bounce for the Return-Path, default From. */
export const aliasDomain = pgTable(
  'alias_domain',
  {
    id: id(),
    /** Lower case, IDNA ASCII. */
    name: text().notNull(),
    catchall: text().notNull().default('catchall'),
    bounce: text().notNull().default('bounce'),
    /** A local part, or a full address: then every mail is sent From it. */
    defaultFrom: text().notNull().default('notifications'),
    sequence: integer().notNull().default(10),
    ...timestamps,
  },
  (t) => [
    unique('alias_domain_bounce_key').on(t.name, t.bounce),
    unique('alias_domain_catchall_key').on(t.name, t.catchall),
  ],
);
