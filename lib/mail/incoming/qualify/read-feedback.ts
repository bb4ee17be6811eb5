import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import type { Feedback } from '#lib/mail/incoming/qualify/bounce.ts';
import { headerLines } from '#lib/mail/incoming/qualify/find-original-ids.ts';
import { addressOf } from '#lib/mail/incoming/qualify/read-delivery-status.ts';
import { readFields } from '#lib/mail/incoming/qualify/read-fields.ts';
import { textOfType } from '#lib/mail/incoming/qualify/report-text.ts';
import { parseAddress } from '#lib/mail/message/address.ts';

/**
 * An abuse report in ARF (RFC 5965), or in the older form of a provider: a complaint that returns the mail as an
 * attachment under a subject of its own. Null for any other mail.
 */
export function readFeedback(mail: ParsedMail, returned: string, originalMessageId: string | null): Feedback | null {
  const report = textOfType(mail, /^message\/feedback-report$/);
  const fields = readFields(report)[0];
  if (!fields && mail.root.params['report-type'] !== 'feedback-report')
    return olderForm(mail, returned, originalMessageId);
  const head = headerLines(returned);
  const recipient =
    addressOf(fields?.get('original-rcpt-to')) ??
    addressOf(fields?.get('removal-recipient')) ??
    parseAddress(head.get('to'))?.address ??
    addressOf(head.get('x-original-to')) ??
    null;
  return { type: (fields?.get('feedback-type') ?? 'abuse').toLowerCase(), recipient, originalMessageId };
}

/** Microsoft's junk mail reporting: `X-HmXmrOriginalRecipient` in the returned headers names who complained. */
function olderForm(mail: ParsedMail, returned: string, originalMessageId: string | null): Feedback | null {
  const head = headerLines(returned);
  const recipient = head.get('x-hmxmroriginalrecipient');
  if (!isComplaint(mail) || returned === '') return null;
  return {
    type: 'abuse',
    recipient: addressOf(recipient) ?? parseAddress(head.get('to'))?.address ?? null,
    originalMessageId,
  };
}

/** A complaint by its subject, from the time before ARF. */
export function isComplaint(mail: ParsedMail): boolean {
  return /^complaint about message from|^abuse report\b/i.test(mail.subject);
}
