import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytea, id, moment, timestamps } from './columns.ts';

/** Bytes kept once, addressed by their SHA-256: raw mails and attachments. */
export const blob = pgTable('blob', {
  sha256: text().primaryKey(),
  /** Bytes before compression. */
  size: integer().notNull(),
  encoding: text({ enum: ['identity', 'gzip'] }).notNull(),
  createdAt: moment().notNull().defaultNow(),
  /** When somebody last wanted it kept, to the hour: what nothing refers to is removed a day after that. */
  keptAt: moment().notNull().defaultNow(),
});

/** 256 KB pieces of a blob, as stored (after compression). */
export const blobChunk = pgTable(
  'blob_chunk',
  {
    sha256: text().notNull(),
    seq: integer().notNull(),
    data: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sha256, t.seq] })],
);

/** A named file of a document, a message or an email. */
export const attachment = pgTable(
  'attachment',
  {
    id: id(),
    name: text().notNull(),
    contentType: text().notNull(),
    size: integer().notNull(),
    sha256: text()
      .notNull()
      .references(() => blob.sha256),
    /** Content-ID of an inline image, without angle brackets. */
    contentId: text(),
    model: text(),
    recordId: integer(),
    /** The chatter message it belongs to; null while it is only uploaded. */
    messageId: integer(),
    createdBy: integer(),
    ...timestamps,
  },
  (t) => [
    index('attachment_message_idx').on(t.messageId),
    index('attachment_record_idx').on(t.model, t.recordId),
    index('attachment_sha256_idx').on(t.sha256),
  ],
);
