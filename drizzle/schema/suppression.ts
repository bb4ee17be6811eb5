import { boolean, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { id, timestamps } from './columns.ts';

/** Addresses mailings must not reach. */
export const blacklist = pgTable(
  'blacklist',
  { id: id(), email: text().notNull(), reason: text(), active: boolean().notNull().default(true), ...timestamps },
  (t) => [uniqueIndex('blacklist_email_key').on(t.email)],
);

/** Senders exempt from the loop check. */
export const gatewayAllowList = pgTable(
  'gateway_allow_list',
  { id: id(), email: text().notNull(), reason: text(), active: boolean().notNull().default(true), ...timestamps },
  (t) => [uniqueIndex('gateway_allow_list_email_key').on(t.email)],
);

/** Senders whose mails are spam, whatever they write. */
export const blockedSender = pgTable(
  'blocked_sender',
  { id: id(), email: text().notNull(), reason: text(), active: boolean().notNull().default(true), ...timestamps },
  (t) => [uniqueIndex('blocked_sender_email_key').on(t.email)],
);
