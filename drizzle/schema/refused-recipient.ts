import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { recipientRefusals } from '../../lib/core/enumerations.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';

/** Recipients our listener refused before any mail was sent: one row an address, however often it is tried. */
export const refusedRecipient = pgTable(
  'refused_recipient',
  {
    id: id(),
    /** Lower case. */
    address: text().notNull(),
    reason: text({ enum: recipientRefusals }).notNull(),
    /** How often. */
    attempts: integer().notNull(),
    lastAt: moment().notNull(),
    /** Of the last time; empty: the null sender. */
    lastSender: text().notNull(),
    lastClientIp: text().notNull(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex('refused_recipient_key').on(t.address, t.reason),
    index('refused_recipient_last_idx').on(t.lastAt, t.id),
    oneOf('refused_recipient_reason_check', t.reason, recipientRefusals),
  ],
);
