import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/** What DNS said about the DMARC policy of a partner's domain, until it expires. */
export const dmarcPolicy = pgTable('dmarc_policy', {
  /** In ASCII, lower case. */
  domain: text().primaryKey(),
  /** Null: it publishes none, or nobody answered (then `error` says why). */
  policy: text({ enum: ['none', 'quarantine', 'reject'] }),
  /** The record as found. */
  record: text(),
  error: text(),
  checkedAt: moment().notNull(),
  expiresAt: moment().notNull(),
});
