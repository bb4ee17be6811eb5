import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { incomingOutcomes, incomingSources } from '../../lib/core/enumerations.ts';
import type { SenderAuthentication } from '../../lib/core/sender-authentication.ts';
import type { TraceLine } from '../../lib/core/trace.ts';
import { blob } from './blob.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';

/** What one route of an incoming mail came to. */
export interface RouteRecord {
  outcome: string;
  model: string | null;
  recordId: number | null;
  messageId: number | null;
  aliasId: number | null;
  reason: string;
}

/** A mail that reached us: stored raw first, processed afterwards. */
export const incomingMail = pgTable(
  'incoming_mail',
  {
    id: id(),
    receivedAt: moment().notNull().defaultNow(),
    source: text({ enum: incomingSources }).notNull(),
    incomingServerId: integer(),
    /** Folder position, for IMAP: `<uidvalidity>:<uid>`. */
    sourceKey: text(),
    /** For IMAP: the books it is in, and its number there. */
    folderId: integer(),
    uid: bigint({ mode: 'number' }),
    sha256: text()
      .notNull()
      .references(() => blob.sha256),
    size: integer().notNull(),
    /** Null: not told; empty: the null sender. */
    envelopeFrom: text(),
    envelopeTo: text(),
    /** Who handed it over to our own listener: address of the connection, and the name given in HELO. */
    clientIp: text(),
    clientName: text(),
    /** Null until processed. */
    outcome: text({ enum: incomingOutcomes }),
    reason: text(),
    fromAddress: text(),
    toAddresses: text(),
    subject: text(),
    messageId: text(),
    /** What was found out about the sender when the mail came; null: not processed yet. */
    authentication: jsonb().$type<SenderAuthentication>(),
    trace: jsonb().$type<TraceLine[]>().notNull().default([]),
    routes: jsonb().$type<RouteRecord[]>().notNull().default([]),
    attempts: integer().notNull().default(0),
    processedAt: moment(),
    searchText: text().generatedAlwaysAs(
      sql`lower(coalesce(subject, '') || ' ' || coalesce(from_address, '') || ' ' || coalesce(to_addresses, ''))`,
    ),
    /** The bare address of the sender in lower case: by it a list shows all mails of one person. */
    sender: text().generatedAlwaysAs(sql`lower(coalesce(substring(from_address from '<([^<>]*)>'), from_address))`),
    ...timestamps,
  },
  (t) => [
    index('incoming_mail_received_idx').on(t.receivedAt, t.id),
    // Each mail is written twice, when it comes and when it is processed: no index keeps what nobody looks for in it.
    index('incoming_mail_outcome_idx').on(t.outcome, t.receivedAt, t.id).where(sql`${t.outcome} is not null`),
    index('incoming_mail_unprocessed_idx').on(t.receivedAt, t.id).where(sql`${t.outcome} is null`),
    index('incoming_mail_server_idx')
      .on(t.incomingServerId, t.receivedAt, t.id)
      .where(sql`${t.incomingServerId} is not null`),
    index('incoming_mail_source_idx').on(t.source, t.receivedAt, t.id),
    // A hash takes ids of any length, and a third of the room of a tree.
    index('incoming_mail_message_id_idx').using('hash', t.messageId).where(sql`${t.messageId} is not null`),
    index('incoming_mail_sender_idx').on(t.sender, t.receivedAt, t.id).where(sql`${t.sender} is not null`),
    index('incoming_mail_sha256_idx').on(t.sha256),
    // Whatever is cut off and taken up again, by whichever worker: a mail of a mailbox is stored once.
    uniqueIndex('incoming_mail_uid_key').on(t.folderId, t.uid),
    oneOf('incoming_mail_outcome_check', t.outcome, incomingOutcomes),
    oneOf('incoming_mail_source_check', t.source, incomingSources),
  ],
);

/** Message-ID (or content hash) of each mail processed: its primary key is what makes a second copy a duplicate. */
export const incomingMailKey = pgTable('incoming_mail_key', {
  key: text().primaryKey(),
  incomingMailId: integer()
    .notNull()
    .references(() => incomingMail.id, { onDelete: 'cascade' }),
  createdAt: moment().notNull().defaultNow(),
});

/** Automatic answers sent: at most one a sender and hour. */
export const automaticAnswer = pgTable(
  'automatic_answer',
  {
    id: id(),
    recipient: text().notNull(),
    kind: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [index('automatic_answer_recipient_idx').on(t.recipient, t.createdAt)],
);
