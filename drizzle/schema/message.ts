import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { messageKinds } from '../../lib/core/enumerations.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';
import { contact } from './contact.ts';

/** The chatter of one document: its row lock gives messages their order. */
export const thread = pgTable(
  'thread',
  {
    model: text().notNull(),
    recordId: integer().notNull(),
    lastSequence: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.model, t.recordId] })],
);

/** One entry of a chatter. */
export const message = pgTable(
  'message',
  {
    id: id(),
    model: text(),
    recordId: integer(),
    /** Order in the thread. */
    sequence: integer().notNull().default(0),
    kind: text({ enum: messageKinds }).notNull(),
    /** Internal messages never reach followers without a user. */
    internal: boolean().notNull().default(false),
    authorContactId: integer().references(() => contact.id),
    authorName: text(),
    authorEmail: text(),
    subject: text(),
    bodyHtml: text().notNull().default(''),
    /** The part somebody wrote, without what they quoted; null: all of it. */
    visibleHtml: text(),
    /** Message-ID with angle brackets: what replies are matched on. */
    messageId: text().notNull(),
    parentId: integer(),
    /** Whom an incoming mail was addressed to besides us. */
    incomingTo: jsonb().$type<{ name: string; address: string }[]>(),
    incomingCc: jsonb().$type<{ name: string; address: string }[]>(),
    incomingMailId: integer(),
    /** Explicit recipients of a message written here. */
    recipients: jsonb().$type<{ contactId: number | null; name: string; email: string }[]>(),
    createdBy: integer(),
    scheduledAt: moment(),
    editedAt: moment(),
    deletedAt: moment(),
    ...timestamps,
  },
  (t) => [
    index('message_thread_idx').on(t.model, t.recordId, t.sequence),
    uniqueIndex('message_message_id_key').on(t.messageId),
    index('message_parent_idx').on(t.parentId),
    index('message_incoming_mail_idx').on(t.incomingMailId).where(sql`${t.incomingMailId} is not null`),
    oneOf('message_kind_check', t.kind, messageKinds),
  ],
);

/** Who receives the messages of a document, and which ones. */
export const follower = pgTable(
  'follower',
  {
    model: text().notNull(),
    recordId: integer().notNull(),
    contactId: integer()
      .notNull()
      .references(() => contact.id, { onDelete: 'cascade' }),
    subtypes: text().array().notNull().default(sql`array['discussions']::text[]`),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.model, t.recordId, t.contactId] }), index('follower_contact_idx').on(t.contactId)],
);

/** One person a message was meant for, and how it reached them. */
export const notification = pgTable(
  'notification',
  {
    id: id(),
    messageId: integer()
      .notNull()
      .references(() => message.id, { onDelete: 'cascade' }),
    contactId: integer().references(() => contact.id),
    name: text().notNull(),
    /** Empty when the contact has no address. */
    email: text().notNull(),
    channel: text({ enum: ['email', 'inbox'] }).notNull(),
    deliveryId: integer(),
    /** Set when no delivery could even be tried (no address, invalid address). */
    failureType: text(),
    reason: text(),
    /** The failure was acknowledged: it no longer turns the envelope red. */
    ignoredAt: moment(),
    readAt: moment(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    index('notification_message_idx').on(t.messageId),
    uniqueIndex('notification_contact_key').on(t.messageId, t.contactId).where(sql`${t.contactId} is not null`),
    index('notification_delivery_idx').on(t.deliveryId).where(sql`${t.deliveryId} is not null`),
    index('notification_inbox_idx').on(t.contactId, t.id).where(sql`${t.channel} = 'inbox' and ${t.readAt} is null`),
  ],
);
