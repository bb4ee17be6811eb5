import { boolean, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import {
  authentications,
  encryptions,
  incomingServerStates,
  incomingServerTypes,
  oauthProviders,
} from '../../lib/core/enumerations.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';

export const incomingServer = pgTable(
  'incoming_server',
  {
    id: id(),
    name: text().notNull(),
    type: text({ enum: incomingServerTypes }).notNull().default('imap'),
    host: text(),
    port: integer(),
    encryption: text({ enum: encryptions }).notNull().default('tls_strict'),
    authentication: text({ enum: authentications }).notNull().default('login'),
    /** Whose consent signs us in, with authentication `oauth2`. */
    oauthProvider: text({ enum: oauthProviders }),
    username: text(),
    passwordSealed: text(),
    passwordSetAt: moment(),
    /** The mailbox's own address: counts as Delivered-To where no header names one of ours. */
    address: text(),
    folder: text().notNull().default('INBOX'),
    /** Fallback model: "Actions to Perform on Incoming Mails". */
    model: text(),
    /** POP3: fetched mails stay in the mailbox; otherwise they are deleted there once they are stored here. */
    leaveOnServer: boolean().notNull().default(false),
    keepOriginal: boolean().notNull().default(false),
    keepAttachments: boolean().notNull().default(true),
    trustedAuthserv: text(),
    priority: integer().notNull().default(5),
    active: boolean().notNull().default(true),
    state: text({ enum: incomingServerStates }).notNull().default('draft'),
    lastFetchAt: moment(),
    lastErrorAt: moment(),
    lastError: text(),
    failureCount: integer().notNull().default(0),
    /** One fetch at a time across all workers. */
    leaseUntil: moment(),
    leaseOwner: text(),
    ...timestamps,
  },
  (t) => [
    index('incoming_server_priority_idx').on(t.priority, t.id),
    oneOf('incoming_server_type_check', t.type, incomingServerTypes),
    oneOf('incoming_server_state_check', t.state, incomingServerStates),
    oneOf('incoming_server_encryption_check', t.encryption, encryptions),
  ],
);

/** What has been accounted for of one folder: every UID below `cursorUid` has a disposition. */
export const mailboxFolder = pgTable(
  'mailbox_folder',
  {
    id: id(),
    incomingServerId: integer()
      .notNull()
      .references(() => incomingServer.id, { onDelete: 'cascade' }),
    folder: text().notNull(),
    /** Text: UIDVALIDITY is an unsigned 32-bit number, larger than `integer`. */
    uidValidity: text().notNull(),
    /** The next UID to look at. */
    cursorUid: text().notNull().default('1'),
    /** Runs of UIDs with what became of them, ordered, without gaps up to the cursor. */
    ranges: jsonb().$type<{ from: number; to: number; disposition: string }[]>().notNull().default([]),
    ...timestamps,
  },
  (t) => [unique('mailbox_folder_key').on(t.incomingServerId, t.folder, t.uidValidity)],
);
