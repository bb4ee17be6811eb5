import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import type { BouncedRecipient } from '#lib/mail/incoming/qualify/bounce.ts';
import { classifyFailure, enhancedStatus } from '#lib/mail/incoming/qualify/classify-failure.ts';

interface Notification {
  notificationType?: string;
  bounce?: {
    bounceType?: string;
    bouncedRecipients?: { emailAddress?: string; status?: string; diagnosticCode?: string }[];
  };
  delivery?: { recipients?: string[]; smtpResponse?: string };
}

/** A delivery notification that arrives as JSON within a mail (the form of Amazon SES through SNS). Null for others. */
export function readSesNotification(mail: ParsedMail): BouncedRecipient[] | null {
  if (!isNotification(mail)) return null;
  const notification = parseNotification(mail.text);
  const bounced = notification?.bounce?.bouncedRecipients ?? [];
  const delivered = notification?.delivery?.recipients ?? [];
  if (!Array.isArray(bounced) || !Array.isArray(delivered)) return null;
  const recipients = [
    ...bounced.flatMap((one) => (one?.emailAddress ? [failed(one.emailAddress, one, notification)] : [])),
    ...delivered.map((address) => success(String(address), notification?.delivery?.smtpResponse ?? '')),
  ];
  return recipients.length > 0 ? recipients : null;
}

/** Whether the text of a mail is such a JSON. */
export function isNotification(mail: ParsedMail): boolean {
  return mail.text.trimStart().startsWith('{') && mail.text.includes('notificationType');
}

function failed(
  address: string,
  one: { status?: string; diagnosticCode?: string },
  notification: Notification | null,
): BouncedRecipient {
  const diagnostic = String(one.diagnosticCode ?? '').replace(/^smtp;\s*/i, '');
  const status = enhancedStatus(String(one.status ?? '')) ?? enhancedStatus(diagnostic);
  const transient = notification?.bounce?.bounceType === 'Transient';
  const facts = classifyFailure({ action: 'failed', status, diagnostic, context: '' });
  const permanence = status === null && transient ? 'temporary' : facts.permanence;
  return { address, originalAddress: null, action: 'failed', status, diagnostic, kind: facts.kind, permanence };
}

function success(address: string, said: string): BouncedRecipient {
  const status = enhancedStatus(said);
  return {
    address,
    originalAddress: null,
    action: 'delivered',
    status,
    diagnostic: said,
    kind: 'none',
    permanence: 'none',
  };
}

/** Mail folding breaks long lines inside JSON strings, so line breaks go; a footer below `--` is not JSON. */
function parseNotification(text: string): Notification | null {
  const json =
    text
      .slice(0, 200_000)
      .split(/\n--[ ]?\n/)[0]
      ?.replace(/\r?\n[ ]?/g, '') ?? '';
  try {
    const outer = JSON.parse(json) as Notification & { Message?: string };
    return typeof outer.Message === 'string' ? (JSON.parse(outer.Message) as Notification) : outer;
  } catch {
    return null;
  }
}
