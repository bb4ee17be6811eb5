import { sql } from 'drizzle-orm';
import { check, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { oauthProviders } from '../../lib/core/enumerations.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';
import { incomingServer } from './incoming-server.ts';
import { outgoingServer } from './outgoing-server.ts';

/** What a mail account's owner allowed us: one grant a server, outgoing or incoming. */
export const oauthGrant = pgTable(
  'oauth_grant',
  {
    id: id(),
    provider: text({ enum: oauthProviders }).notNull(),
    outgoingServerId: integer().references(() => outgoingServer.id, { onDelete: 'cascade' }),
    incomingServerId: integer().references(() => incomingServer.id, { onDelete: 'cascade' }),
    /** The account that consented. */
    account: text().notNull(),
    accessTokenSealed: text(),
    accessTokenExpiresAt: moment(),
    /** Providers may give a new one at each refresh; the last one counts. */
    refreshTokenSealed: text().notNull(),
    /** When the grant itself ends, where the provider says so. */
    grantExpiresAt: moment(),
    refreshedAt: moment(),
    /** The provider refused the grant for good: only a new consent helps. */
    refusedAt: moment(),
    /** Why the last refresh failed, in words; null: it worked. */
    lastError: text(),
    lastErrorAt: moment(),
    createdBy: integer(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex('oauth_grant_outgoing_server_key').on(t.outgoingServerId),
    uniqueIndex('oauth_grant_incoming_server_key').on(t.incomingServerId),
    oneOf('oauth_grant_provider_check', t.provider, oauthProviders),
    check('oauth_grant_one_server_check', sql`num_nonnulls(${t.outgoingServerId}, ${t.incomingServerId}) = 1`),
  ],
);

/** A consent under way: the browser is at the provider and comes back with the state. */
export const oauthRequest = pgTable('oauth_request', {
  /** SHA-256 of the state parameter. */
  stateHash: text().primaryKey(),
  provider: text({ enum: oauthProviders }).notNull(),
  outgoingServerId: integer(),
  incomingServerId: integer(),
  /** PKCE (RFC 7636), sealed by `encryptSecret`. */
  codeVerifierSealed: text().notNull(),
  userId: integer().notNull(),
  expiresAt: moment().notNull(),
  createdAt: moment().notNull().defaultNow(),
});
