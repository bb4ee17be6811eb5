import { index, integer, pgTable } from 'drizzle-orm/pg-core';
import { attachment } from './blob.ts';
import { id, moment, timestamps } from './columns.ts';

/** A link that stands for an attachment in mails that would have been too large with it; its token is signed. */
export const attachmentLink = pgTable(
  'attachment_link',
  {
    id: id(),
    attachmentId: integer()
      .notNull()
      .references(() => attachment.id, { onDelete: 'cascade' }),
    /** The mail it was made for; null: made by hand. */
    emailId: integer(),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
    downloads: integer().notNull().default(0),
    lastDownloadAt: moment(),
    createdBy: integer(),
    ...timestamps,
  },
  (t) => [index('attachment_link_attachment_idx').on(t.attachmentId), index('attachment_link_email_idx').on(t.emailId)],
);
