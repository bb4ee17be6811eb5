import { boolean, index, integer, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { authentications, encryptions, oauthProviders, quotaUnits } from '../../lib/core/enumerations.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';

export const outgoingServer = pgTable(
  'outgoing_server',
  {
    id: id(),
    name: text().notNull(),
    /** Comma-separated domains and addresses; null: any sender. */
    fromFilter: text(),
    priority: integer().notNull().default(10),
    host: text().notNull(),
    port: integer().notNull(),
    encryption: text({ enum: encryptions }).notNull().default('starttls_strict'),
    authentication: text({ enum: authentications }).notNull().default('login'),
    /** Whose consent signs us in, with authentication `oauth2`. */
    oauthProvider: text({ enum: oauthProviders }),
    username: text(),
    /** Sealed by `encryptSecret`. */
    passwordSealed: text(),
    passwordSetAt: moment(),
    active: boolean().notNull().default(true),
    debugLog: boolean().notNull().default(false),
    concurrency: integer().notNull().default(5),
    maxMessageSizeMb: real(),
    perMinuteLimit: integer(),
    perDayLimit: integer(),
    ...timestamps,
  },
  (t) => [
    index('outgoing_server_priority_idx').on(t.priority, t.id),
    oneOf('outgoing_server_encryption_check', t.encryption, encryptions),
    oneOf('outgoing_server_authentication_check', t.authentication, authentications),
  ],
);

/**
 * What was taken of a server's quota in one window. Own servers have their id, the default server 0; a day of the
 * default server begins at 23:00 UTC.
 */
export const outgoingServerUsage = pgTable(
  'outgoing_server_usage',
  {
    serverId: integer().notNull(),
    unit: text({ enum: quotaUnits }).notNull(),
    windowStart: moment().notNull(),
    /** Deliveries that hold a place: reserved and not given back. */
    used: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.serverId, t.unit, t.windowStart] }),
    oneOf('outgoing_server_usage_unit_check', t.unit, quotaUnits),
  ],
);

/** The circuit breaker of a server. Own servers have their id, the default server has 0. */
export const outgoingServerBreaker = pgTable('outgoing_server_breaker', {
  serverId: integer().primaryKey(),
  state: text({ enum: ['closed', 'open'] })
    .notNull()
    .default('closed'),
  failures: integer().notNull().default(0),
  firstFailureAt: moment(),
  openedAt: moment(),
  nextProbeAt: moment(),
  /** How often in a row the probe failed: the wait doubles with it. */
  probes: integer().notNull().default(0),
  reason: text(),
  updatedAt: moment().notNull().defaultNow(),
});
