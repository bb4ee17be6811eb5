import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { blob } from './blob.ts';
import { id, moment, timestamps } from './columns.ts';

/** A mail the sandbox took in place of a real mail server. */
export const sandboxMessage = pgTable(
  'sandbox_message',
  {
    id: id(),
    envelopeFrom: text().notNull(),
    recipients: jsonb().$type<string[]>().notNull(),
    fromAddress: text(),
    subject: text(),
    messageId: text(),
    sha256: text()
      .notNull()
      .references(() => blob.sha256),
    size: integer().notNull(),
    /** The server that would have sent it, had this copy of a database been allowed to; null: it was meant for the sandbox. */
    capturedServerName: text(),
    /** Of a captured mail: the mail it is a copy of. */
    emailId: integer(),
    /** Of a captured mail: when it was put back into the queue to be sent for real. */
    releasedAt: moment(),
    readAt: moment(),
    repliedAt: moment(),
    ...timestamps,
  },
  (t) => [
    index('sandbox_message_message_id_idx').on(t.messageId),
    index('sandbox_message_sha256_idx').on(t.sha256),
    index('sandbox_message_captured_idx').on(t.createdAt).where(sql`${t.capturedServerName} is not null`),
  ],
);
