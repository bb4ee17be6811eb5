import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import type { Bounce, BouncedRecipient, BounceFormat } from '#lib/mail/incoming/qualify/bounce.ts';
import { findOriginalIds } from '#lib/mail/incoming/qualify/find-original-ids.ts';
import { isFromMailSystem, mayBeFromMailSystem } from '#lib/mail/incoming/qualify/is-from-mail-system.ts';
import { readDeliveryStatus } from '#lib/mail/incoming/qualify/read-delivery-status.ts';
import { isComplaint, readFeedback } from '#lib/mail/incoming/qualify/read-feedback.ts';
import { isNotification, readSesNotification } from '#lib/mail/incoming/qualify/read-ses-notification.ts';
import { readVendorBounce } from '#lib/mail/incoming/qualify/read-vendor-bounce.ts';
import { hasReportPart, readReportText, textOfType } from '#lib/mail/incoming/qualify/report-text.ts';

/**
 * Recognises a mail about another mail: delivery status (RFC 3464), abuse report (RFC 5965), read receipt (RFC 8098)
 * and the reports of vendors that follow no standard. Null for an ordinary mail: a word like "undeliverable" alone
 * never makes a bounce, a mail system must have written it.
 */
export function recogniseBounce(mail: ParsedMail): Bounce | null {
  // most mails end here, before their text is taken apart
  if (!hasReportPart(mail) && !mayBeFromMailSystem(mail) && !isComplaint(mail) && !isNotification(mail)) return null;
  const text = readReportText(mail);
  const ids = findOriginalIds(mail, text.returned);
  const found = (format: BounceFormat, recipients: BouncedRecipient[]): Bounce => ({
    format,
    originalMessageId: ids.messageId,
    originalMessageIds: ids.all,
    recipients,
    feedback: null,
  });
  const feedback = readFeedback(mail, text.returned, ids.messageId);
  if (feedback) return { ...found('feedback', []), feedback };
  if (isReceipt(mail)) return found('receipt', []);

  const status = textOfType(mail, /^message\/(?:global-)?delivery-status$/);
  const standard = readDeliveryStatus(status, text.human);
  if (standard.length > 0) return found('dsn', standard);
  const notified = readSesNotification(mail);
  if (notified) return found('vendor', notified);

  const isReport = mail.root.type === 'multipart/report';
  if (!isReport && !isFromMailSystem(mail, text.human)) return null;
  // statistics on TLS (RFC 8460) and what may follow: reports, but of no single mail
  if (isReport && !/^(?:|delivery-status)$/i.test(mail.root.params['report-type'] ?? '')) return found('report', []);
  const asText = readDeliveryStatus(textOfType(mail, /^(?:text\/(?!html)|multipart\/)/), text.human);
  if (asText.length > 0) return found('dsn-as-text', asText);
  const vendor = readVendorBounce(mail, text);
  if (vendor.length > 0) return found('vendor', vendor);
  return found('report', []);
}

/** A read or delivery receipt changes nothing but the log. */
function isReceipt(mail: ParsedMail): boolean {
  return (
    mail.root.params['report-type'] === 'disposition-notification' ||
    textOfType(mail, /^message\/disposition-notification$/) !== ''
  );
}
