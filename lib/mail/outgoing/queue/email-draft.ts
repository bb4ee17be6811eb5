import type { Lane } from '#lib/mail/outgoing/queue/lanes.ts';

/** A mail to send, as whoever composes it hands it over. */
export interface EmailDraft {
  subject: string;
  /** The author, with or without name; null: the default From. */
  from: string | null;
  /** Header value; whom the mail reaches stands in `recipients`. */
  to?: string;
  cc?: string;
  replyTo?: string | null;
  html: string;
  /** Left out: made from the HTML. */
  text?: string;
  /** Further headers, e.g. `In-Reply-To`. */
  headers?: Record<string, string>;
  attachmentIds?: number[];
  /** With angle brackets; left out: made here. The same for every attempt. */
  messageId?: string;
  references?: string | null;
  /** `MAIL FROM:<>`: automatic answers, which must never be answered in turn. */
  nullSender?: boolean;
  threadMessageId?: number;
  model?: string;
  recordId?: number;
  companyId?: number | null;
  forcedServerId?: number;
  scheduledAt?: Date | null;
  /** Left out: direct, or queued where the mail has many copies. */
  lane?: Lane;
  /** A machine wrote it: sets `Auto-Submitted: auto-generated` (RFC 3834). */
  automatic?: boolean;
  recipients: DraftRecipient[];
}

export interface DraftRecipient {
  email: string;
  name?: string;
  contactId?: number | null;
  /** Recipients with the same number get the same bytes and share a transaction. */
  copy?: number;
  /** The To header of this copy. */
  headerTo?: string;
  /** Values for `{{name}}` in subject, bodies and headers, already escaped for HTML. */
  personalisation?: Record<string, string>;
}
