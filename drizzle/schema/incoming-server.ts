import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import {
  authentications,
  encryptions,
  incomingServerStates,
  incomingServerTypes,
  oauthProviders,
  pushStates,
  uidDispositions,
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
    /** When the fetch that has the lease began, or the last one where none has it. */
    fetchBeganAt: moment(),
    /** One worker listens for new mail (IDLE); the fetches have their own lease. */
    watchUntil: moment(),
    watchOwner: text(),
    /** How listening goes while `watchUntil` lies ahead; null: nobody listens. */
    pushState: text({ enum: pushStates }),
    pushSince: moment(),
    pushError: text(),
    ...timestamps,
  },
  (t) => [
    index('incoming_server_priority_idx').on(t.priority, t.id),
    oneOf('incoming_server_type_check', t.type, incomingServerTypes),
    oneOf('incoming_server_state_check', t.state, incomingServerStates),
    oneOf('incoming_server_encryption_check', t.encryption, encryptions),
    oneOf('incoming_server_push_state_check', t.pushState, pushStates),
  ],
);

/** A UID: unsigned 32 bits, larger than `integer`. */
const uid = () => bigint({ mode: 'number' });

/** The books of one folder: every UID below `cursorUid` has a disposition. */
export const mailboxFolder = pgTable(
  'mailbox_folder',
  {
    id: id(),
    incomingServerId: integer()
      .notNull()
      .references(() => incomingServer.id, { onDelete: 'cascade' }),
    /** `user@host`: another mailbox has books of its own, whatever its UIDVALIDITY. */
    account: text().notNull(),
    folder: text().notNull(),
    /** Text: an unsigned 32-bit number by the RFC, a longer one by some servers. */
    uidValidity: text().notNull(),
    /** The next UID that is not in the books. */
    cursorUid: uid().notNull().default(1),
    /** What the server said last; null: it does not tell. */
    uidNext: uid(),
    /** When all UIDs were last compared with the mailbox. */
    checkedAt: moment(),
    /** The server began to give out these numbers again: other books have taken over. */
    closedAt: moment(),
    /** Mails that the connection broke at; they are fetched last, and one by one. */
    suspects: jsonb().$type<{ uid: number; tries: number; reason: string }[]>().notNull().default([]),
    ...timestamps,
  },
  (t) => [
    uniqueIndex('mailbox_folder_key')
      .on(t.incomingServerId, t.account, t.folder, t.uidValidity)
      .where(sql`${t.closedAt} is null`),
    index('mailbox_folder_server_idx').on(t.incomingServerId, t.id),
  ],
);

/** What became of a run of UIDs. The runs of a folder cover 1 to its cursor without gaps and without overlaps. */
export const mailboxRange = pgTable(
  'mailbox_range',
  {
    folderId: integer()
      .notNull()
      .references(() => mailboxFolder.id, { onDelete: 'cascade' }),
    firstUid: uid().notNull(),
    lastUid: uid().notNull(),
    disposition: text({ enum: uidDispositions }).notNull(),
    /** Why mails were refused. */
    reason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.folderId, t.firstUid] }),
    index('mailbox_range_disposition_idx').on(t.folderId, t.disposition, t.firstUid),
    oneOf('mailbox_range_disposition_check', t.disposition, uidDispositions),
    check('mailbox_range_order_check', sql`${t.firstUid} between 1 and ${t.lastUid}`),
  ],
);
