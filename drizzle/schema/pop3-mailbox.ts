import { bigint, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { pop3Dispositions } from '../../lib/core/enumerations.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';
import { incomingServer } from './incoming-server.ts';

/** The books of a POP3 mailbox: every mail it ever listed is either in `pop3_mail` or counted here. */
export const pop3Mailbox = pgTable('pop3_mailbox', {
  incomingServerId: integer()
    .primaryKey()
    .references(() => incomingServer.id, { onDelete: 'cascade' }),
  /** Mails ever listed. */
  seen: integer().notNull().default(0),
  /** Of these: stored here, and no longer in the mailbox. */
  storedAndGone: integer().notNull().default(0),
  /** Of these: no longer in the mailbox, and never taken. */
  goneUntaken: integer().notNull().default(0),
  /** When the mailbox was last listed. */
  listedAt: moment().notNull(),
  ...timestamps,
});

/** A mail in a POP3 mailbox, as last listed. Rows end with the mail, so that the table is as long as the mailbox. */
export const pop3Mail = pgTable(
  'pop3_mail',
  {
    id: id(),
    incomingServerId: integer()
      .notNull()
      .references(() => incomingServer.id, { onDelete: 'cascade' }),
    /** The server's name of it (UIDL); of several with one name the second ends with ` 2`. */
    uidl: text().notNull(),
    /** Bytes, as the server announces them. */
    size: bigint({ mode: 'number' }).notNull(),
    disposition: text({ enum: pop3Dispositions }).notNull().default('pending'),
    /** Why it was refused. */
    refusal: text({ enum: ['too_large', 'ambiguous', 'unreadable'] }),
    /** The stored mail and its bytes. */
    incomingMailId: integer(),
    sha256: text(),
    ...timestamps,
  },
  (t) => [
    unique('pop3_mail_key').on(t.incomingServerId, t.uidl),
    oneOf('pop3_mail_disposition_check', t.disposition, pop3Dispositions),
  ],
);
