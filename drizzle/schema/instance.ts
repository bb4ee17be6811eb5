import { sql } from 'drizzle-orm';
import { check, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/** The one row that says what this database is. */
export const instance = pgTable(
  'instance',
  {
    id: integer().primaryKey().default(1),
    /** Of APP_SECRET: a process with another one refuses to start. */
    secretFingerprint: text().notNull(),
    /** The one-time code of the set-up page; null once the first administrator exists. */
    setupCode: text(),
    setupAt: moment(),
    /** Set when the first mail left through an own server: from then on the sandbox is never a fall-back. */
    ownServerUsedAt: moment(),
    /** Which installation this database belongs to; another one that finds it does not send. Null: not yet said. */
    identity: text(),
    /** Since when this copy captures its mail instead of sending it; null: it sends. */
    captureSince: moment(),
    claimedAt: moment(),
    claimedBy: integer(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [check('instance_single_row_check', sql`${t.id} = 1`)],
);

/** A running process and its last sign of life. */
export const processHeartbeat = pgTable('process_heartbeat', {
  id: text().primaryKey(),
  kind: text({ enum: ['web', 'worker'] }).notNull(),
  host: text().notNull(),
  pid: integer().notNull(),
  startedAt: moment().notNull().defaultNow(),
  heartbeatAt: moment().notNull().defaultNow(),
});
