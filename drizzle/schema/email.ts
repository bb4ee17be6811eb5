import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { deliveryStages, deliveryStates, emailStates, failureTypes } from '../../lib/core/enumerations.ts';
import type { TraceLine } from '../../lib/core/trace.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';

/** Where a mail's personal parts go: `{{name}}` of the HTML and text body is replaced by these, already escaped. */
export type Personalisation = Record<string, string>;

/** One outgoing mail; whom it reaches, and whether, stands in its deliveries. */
export const email = pgTable(
  'email',
  {
    id: id(),
    /** Follows from the deliveries: see `lib/mail/outgoing/verdict`. */
    state: text({ enum: emailStates }).notNull().default('outgoing'),
    /** Lower goes first: 0 person to person, 10 bulk. */
    lane: integer().notNull().default(0),
    subject: text().notNull().default(''),
    /** The author's address, with name, as asked for. Null: nobody (a robot). */
    fromAddress: text(),
    toAddresses: text().notNull().default(''),
    ccAddresses: text().notNull().default(''),
    replyTo: text(),
    bodyHtml: text().notNull().default(''),
    bodyText: text(),
    /** Further headers, e.g. Auto-Submitted. */
    headers: jsonb().$type<Record<string, string>>().notNull().default({}),
    attachmentIds: integer().array().notNull().default(sql`'{}'::integer[]`),
    messageId: text().notNull(),
    references: text(),
    /** True: MAIL FROM:<> (automatic answers). */
    nullSender: boolean().notNull().default(false),
    /** The chatter message this mail carries. */
    threadMessageId: integer(),
    model: text(),
    recordId: integer(),
    companyId: integer(),
    forcedServerId: integer(),
    /** Chosen when first sent; 0 is the default server. */
    serverId: integer(),
    headerFrom: text(),
    envelopeFrom: text(),
    trace: jsonb().$type<TraceLine[]>(),
    failureType: text({ enum: failureTypes }),
    failureReason: text(),
    scheduledAt: moment(),
    sentAt: moment(),
    /** When the author was told that it is late; null: not yet. */
    delayNoticeAt: moment(),
    /** When the author was told that it failed for good. */
    failureNoticeAt: moment(),
    createdBy: integer(),
    searchText: text().generatedAlwaysAs(
      sql`lower(subject || ' ' || coalesce(from_address, '') || ' ' || to_addresses || ' ' || cc_addresses)`,
    ),
    ...timestamps,
  },
  (t) => [
    index('email_state_idx').on(t.state, t.id),
    index('email_record_idx').on(t.model, t.recordId),
    index('email_server_idx').on(t.serverId, t.id),
    index('email_created_at_idx').on(t.createdAt),
    index('email_failure_idx').on(t.failureType, t.id).where(sql`${t.failureType} is not null`),
    index('email_thread_message_idx').on(t.threadMessageId).where(sql`${t.threadMessageId} is not null`),
    index('email_message_id_idx').on(t.messageId),
    index('email_sent_at_idx').on(t.sentAt).where(sql`${t.sentAt} is not null`),
    index('email_scheduled_at_idx').on(t.scheduledAt).where(sql`${t.scheduledAt} is not null`),
    index('email_company_idx').on(t.companyId, t.id),
    // Mails whose author would want to know that they are late.
    index('email_unnoticed_idx')
      .on(sql`coalesce(${t.scheduledAt}, ${t.createdAt})`)
      .where(
        sql`${t.delayNoticeAt} is null and ${t.state} in ('outgoing', 'failed') and (${t.threadMessageId} is not null or (${t.lane} = 0 and ${t.createdBy} is not null))`,
      ),
    oneOf('email_state_check', t.state, emailStates),
  ],
);

/** One recipient of one mail: one RCPT, with its own state. The unit of truth. */
export const delivery = pgTable(
  'delivery',
  {
    id: id(),
    emailId: integer()
      .notNull()
      .references(() => email.id, { onDelete: 'cascade' }),
    recipient: text().notNull(),
    recipientName: text().notNull().default(''),
    contactId: integer(),
    /** Deliveries of a mail with the same number carry the same bytes and share an SMTP transaction. */
    copy: integer().notNull().default(0),
    /** The To header of this copy; null: the mail's own. */
    headerTo: text(),
    personalisation: jsonb().$type<Personalisation>(),
    state: text({ enum: deliveryStates }).notNull().default('queued'),
    stage: text({ enum: deliveryStages }),
    lane: integer().notNull().default(0),
    attempts: integer().notNull().default(0),
    nextAttemptAt: moment().notNull().defaultNow(),
    /** Held by a worker until then. A worker whose epoch is not the row's any more writes nothing. */
    leaseUntil: moment(),
    leaseEpoch: integer().notNull().default(0),
    serverId: integer(),
    smtpReply: text(),
    /** `550 5.1.1`, `421`, or nothing: what failures of one cause have in common. */
    replyClass: text().generatedAlwaysAs(
      sql`coalesce(replace(substring(smtp_reply from '^[0-9]{3}(?:[ -][245][.][0-9]{1,3}[.][0-9]{1,3})?'), '-', ' '), '')`,
    ),
    failureType: text({ enum: failureTypes }),
    reason: text(),
    /** When it was settled whether its author has to be told of the failure; null: it did not fail, or not yet. */
    noticedAt: moment(),
    /** Committed before the final dot: from here on the server may have the mail. */
    intentAt: moment(),
    /** The server it was about to be handed to. `server_id` stands in an index: an intent would write all of them anew. */
    intentServerId: integer(),
    firstAttemptAt: moment(),
    /** When its place in the quota of its server was taken; null: it holds none. The windows follow from the moment. */
    quotaReservedAt: moment(),
    /** True: this copy of a database was not allowed to send, the sandbox took the mail instead. */
    captured: boolean().notNull().default(false),
    sentAt: moment(),
    ...timestamps,
  },
  (t) => [
    // With the state: what a mailing of 100 000 came to is then asked without reading its deliveries.
    index('delivery_email_state_idx').on(t.emailId, t.state),
    index('delivery_due_idx').on(t.lane, t.nextAttemptAt, t.id).where(sql`${t.state} in ('queued', 'deferred')`),
    index('delivery_sending_idx').on(t.leaseUntil).where(sql`${t.state} = 'sending'`),
    // Holds all that the groups of failures count.
    index('delivery_failure_group_idx')
      .on(t.failureType, t.serverId, t.replyClass, t.id, t.emailId, t.updatedAt)
      .where(sql`${t.state} in ('failed', 'bounced', 'unknown')`),
    index('delivery_unnoticed_idx')
      .on(t.updatedAt)
      .where(sql`${t.state} in ('failed', 'bounced', 'unknown') and ${t.noticedAt} is null`),
    index('delivery_recipient_idx').on(t.recipient, t.id),
    oneOf('delivery_state_check', t.state, deliveryStates),
    oneOf('delivery_stage_check', t.stage, deliveryStages),
  ],
);

/** One try of a delivery, kept for the timeline. */
export const deliveryAttempt = pgTable(
  'delivery_attempt',
  {
    id: id(),
    deliveryId: integer()
      .notNull()
      .references(() => delivery.id, { onDelete: 'cascade' }),
    startedAt: moment().notNull(),
    finishedAt: moment().notNull().defaultNow(),
    serverId: integer(),
    serverName: text().notNull(),
    stage: text({ enum: deliveryStages }).notNull(),
    /** The state the delivery was in afterwards. */
    result: text().notNull(),
    smtpReply: text(),
    reason: text(),
    /** The SMTP dialogue, without passwords and without the message. */
    transcript: text(),
  },
  (t) => [index('delivery_attempt_delivery_idx').on(t.deliveryId)],
);
