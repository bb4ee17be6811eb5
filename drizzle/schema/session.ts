import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { id, moment } from './columns.ts';
import { userAccount } from './user-account.ts';

/** One signed-in browser. The JWT carries the token; this row is checked on every request. */
export const session = pgTable(
  'session',
  {
    /** SHA-256 of the random token in the cookie. */
    tokenHash: text().primaryKey(),
    userId: integer()
      .notNull()
      .references(() => userAccount.id, { onDelete: 'cascade' }),
    createdAt: moment().notNull().defaultNow(),
    lastSeenAt: moment().notNull().defaultNow(),
    expiresAt: moment().notNull(),
    userAgent: text(),
    ipAddress: text(),
  },
  (t) => [index('session_user_idx').on(t.userId), index('session_expires_idx').on(t.expiresAt)],
);

/** A link sent by mail: an invitation or a forgotten password. */
export const userToken = pgTable('user_token', {
  tokenHash: text().primaryKey(),
  userId: integer()
    .notNull()
    .references(() => userAccount.id, { onDelete: 'cascade' }),
  kind: text({ enum: ['invitation', 'password_reset'] }).notNull(),
  createdAt: moment().notNull().defaultNow(),
  expiresAt: moment().notNull(),
  usedAt: moment(),
});

/** Counts of a sliding minute or hour, e.g. failed sign-ins of an address. */
export const rateLimit = pgTable('rate_limit', {
  key: text().primaryKey(),
  windowStart: moment().notNull(),
  count: integer().notNull().default(0),
});

/** A key for programs. Only its hash is kept. */
export const apiKey = pgTable('api_key', {
  id: id(),
  name: text().notNull(),
  /** The first characters, to recognise it in the list. */
  prefix: text().notNull(),
  keyHash: text().notNull().unique(),
  /** `*` for everything, else `<resource>:read` or `<resource>:write`. */
  scopes: text().array().notNull(),
  userId: integer()
    .notNull()
    .references(() => userAccount.id),
  createdAt: moment().notNull().defaultNow(),
  updatedAt: moment().notNull().defaultNow(),
  lastUsedAt: moment(),
  revokedAt: moment(),
});
