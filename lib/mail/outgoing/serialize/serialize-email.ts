import MailComposer from 'nodemailer/lib/mail-composer';
import { sha256 } from '#lib/core/crypto.ts';
import { cleanSubject } from '#lib/mail/message/headers.ts';
import { htmlToText, isEmptyHtml } from '#lib/mail/message/html.ts';
import type { EmailToSend } from '#lib/mail/outgoing/load-emails.ts';
import { fillPlaceholders, plainValues } from '#lib/mail/outgoing/serialize/fill-placeholders.ts';

/** What differs between the copies of one mail. */
export interface EmailCopy {
  number: number;
  /** The To header; null: the mail's own. */
  headerTo: string | null;
  personalisation: Record<string, string> | null;
}

/** What the selection decided. */
export interface WireSender {
  headerFrom: string;
  /** Bare address; ignored for automatic answers. */
  envelopeFrom: string;
  /** Added where From was rewritten. */
  replyTo: string | null;
}

/**
 * The bytes of one copy of a mail (RFC 5322, CRLF): text and HTML, inline images, attachments. The same input gives
 * the same bytes, so that every attempt repeats the mail and does not make another one.
 * @param contents of `email.attachments`, in their order
 */
export function serializeEmail(
  email: EmailToSend,
  copy: EmailCopy,
  sender: WireSender,
  contents: Buffer[],
): Promise<Buffer> {
  const composer = new MailComposer(optionsOf(email, copy, sender, contents));
  return composer.compile().build();
}

function optionsOf(email: EmailToSend, copy: EmailCopy, sender: WireSender, contents: Buffer[]) {
  const plain = plainValues(copy.personalisation);
  const html = fillPlaceholders(email.bodyHtml, copy.personalisation);
  const text = email.bodyText === null ? htmlToText(html) : fillPlaceholders(email.bodyText, plain);
  const to = copy.headerTo ?? email.toAddresses;
  return {
    from: sender.headerFrom,
    to: to || undefined,
    cc: email.ccAddresses || undefined,
    replyTo: email.replyTo ?? sender.replyTo ?? undefined,
    subject: cleanSubject(fillPlaceholders(email.subject, plain)),
    date: email.scheduledAt ?? email.createdAt,
    references: email.references ?? undefined,
    text,
    html: isEmptyHtml(html) ? undefined : html,
    attachDataUrls: true,
    attachments: email.attachments.map((attachment, index) => ({
      filename: attachment.name,
      contentType: attachment.contentType,
      content: contents[index] ?? Buffer.alloc(0),
      cid: attachment.contentId ?? undefined,
    })),
    headers: headersOf(email, plain, to === ''),
    envelope: { from: sender.envelopeFrom, to: [] },
    baseBoundary: sha256(`${email.messageId} ${copy.number}`).slice(0, 24),
    // The content is ours already; nothing in a mail makes us open files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Some providers replace Message-ID; the second header keeps ours for matching replies and bounces. */
function headersOf(email: EmailToSend, plain: Record<string, string> | null, nobodyNamed: boolean) {
  const filled = Object.entries(email.headers).map(([key, value]) => ({ key, value: fillPlaceholders(value, plain) }));
  // Prepared: a folded id is not found again by everybody who looks for it.
  const id = { prepared: true, foldLines: false, value: email.messageId };
  const own = [
    { key: 'Message-ID', value: id },
    { key: 'X-PerfectWORK-Message-Id', value: id },
  ];
  const nobody = { key: 'To', value: 'undisclosed-recipients:;' };
  // RFC 5322 section 3.6.3 allows no To at all, spam filters do not.
  if (nobodyNamed && email.ccAddresses === '') return [...own, nobody, ...filled];
  return [...own, ...filled];
}
