import type { MimePart } from '#lib/mail/incoming/parse/read-mime-tree.ts';
import type { MailAddress } from '#lib/mail/message/address.ts';
import type { SafeHtml } from '#lib/mail/message/safe-html.ts';

/** One header in document order: lower-case name, unfolded value with encoded words still in place. */
export interface MailHeader {
  name: string;
  value: string;
}

/** A file the mail carries. `size` in bytes of the decoded content. */
export interface ParsedAttachment {
  filename: string;
  contentType: string;
  size: number;
  /** shown inside the body by its Content-ID */
  inline: boolean;
  /** Content-ID without its angle brackets */
  contentId: string | null;
  content: Uint8Array;
  /** Where the content was put while a large mail was read; `content` is empty then. */
  stored?: { sha256: string; size: number } | undefined;
}

/** What one raw mail says, before anybody believes it. */
export interface ParsedMail {
  headers: MailHeader[];
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  replyTo: MailAddress[];
  deliveredTo: MailAddress[];
  resentTo: MailAddress[];
  resentCc: MailAddress[];
  /** address of the Return-Path header; '' for the null path `<>`; null where the header is missing */
  returnPath: string | null;
  subject: string;
  /** ISO 8601 UTC; null where the header is missing or unreadable */
  date: string | null;
  /** with angle brackets, like every id here */
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  /** our own id, kept in a header of ours because some providers rewrite Message-ID */
  contextMessageId: string | null;
  autoSubmitted: string | null;
  list: { id: string | null; post: string | null; unsubscribe: string | null };
  /** sanitised; made from the text where the mail has no HTML; null for an empty mail */
  html: SafeHtml | null;
  text: string;
  /** what the author wrote now, without quoted mail and signature */
  visibleText: string;
  attachments: ParsedAttachment[];
  /** the MIME tree, for the recognition of reports */
  root: MimePart;
  /** what had to be repaired or left out, in words */
  defects: string[];
}
