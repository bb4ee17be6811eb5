import { headerValue } from '#lib/mail/incoming/parse/decode-headers.ts';
import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import { NOT_DELIVERED } from '#lib/mail/incoming/qualify/failure-words-abroad.ts';
import { localPartOf } from '#lib/mail/message/address.ts';

const FAILURE_SUBJECT =
  /undeliver|delivery (?:status|failure|failed|report|problem|error|has failed|notification)|(?:mail|message|e-?mail)[^a-z]+(?:delivery|system|could not be|not delivered|failure|error|blocked|undeliver)|fail(?:ed|ure)[^a-z]+(?:mail|message|e-?mail|delivery|notice)|returned (?:mail|to sender|message|e-?mail)|mail delivery|non-?deliver|could not (?:send|deliver|be (?:sent|delivered))|not (?:been )?delivered|nondeliverable|bounced?\b|rejected|error sending|message you sent blocked/i;
/** Subjects that under the name of a mail system need no further words. */
const SURE_SUBJECT =
  /undeliver|returned (?:mail|message|e-?mail)|failure notice|mail delivery (?:failed|failure)|delivery status notification|non-?deliver/i;
const FAILURE_TEXT =
  /(?:could|can|was|were|has|have|is) ?(?:not|n.t)[^.]{0,60}(?:be(?:en)? )?(?:deliver|send|sent|reach)|unable to (?:deliver|send)|(?:delivery|deliver)[^.\n]{0,60}(?:fail|error|problem|impossible|stopped)|failed to (?:deliver|send)|permanent(?:ly)? (?:fatal |delivery )?(?:error|fail)|undeliver|non-?deliver|fatal errors|returned to sender|user unknown|mailbox (?:is )?full|(?:did|was) not (?:reach|delivered)|following (?:address|recipient)[^.\n]{0,40}(?:fail|error|problem|reject|not receive)|error[^.\n]{0,40}deliver|(?:has been|was) (?:blocked|rejected|refused) by|^(?:error:?\s*)?5\d\d[ -]/im;
const SYSTEM_NAME =
  /mail ?(?:delivery|deliver|administrator|server|gateway|system|router)|mail(?:er)?[- ]?daemon|delivery (?:sub)?system|system administrator|post[-_ ]?master|messaging (?:security|server)/i;
const SYSTEM_LOCAL =
  /^(?:post[-_]?master|mail-?deliver\w*|mailer?[-_.]?daemon|bounce[sd]?|mailadmin|mmdf|mdaemon|mail-?system|mailsystem|mail-?router|ndr|non-?delivery\w*)$/;

/** Whether the sender is a mail system by its name or by the null envelope sender (RFC 5321 section 4.5.5). */
export function mayBeFromMailSystem(mail: ParsedMail): boolean {
  return isDaemon(mail) || looksSystem(mail) || hasNullPath(mail);
}

/**
 * Whether a mail system wrote this mail to report a failure. `mailer-daemon` alone suffices: nothing else writes under
 * that name. Any other sender must look like a system and the mail must speak of a failed delivery.
 */
export function isFromMailSystem(mail: ParsedMail, text: string): boolean {
  if (isDaemon(mail)) return true;
  if (/^auto-replied/.test(mail.autoSubmitted ?? '')) return false;
  const inSubject = speaksOf(FAILURE_SUBJECT, mail.subject);
  const inText = speaksOf(FAILURE_TEXT, text.slice(0, 4_000));
  const isSystem = looksSystem(mail);
  if (isSystem && (hasNullPath(mail) || speaksOf(SURE_SUBJECT, mail.subject))) return inSubject || inText;
  return (isSystem || hasNullPath(mail)) && inSubject && inText;
}

function isDaemon(mail: ParsedMail): boolean {
  const from = headerValue(mail.headers, 'from') ?? '';
  return /\bmailer-?daemon\b/i.test(from) || headerValue(mail.headers, 'x-failed-recipients') !== null;
}

function looksSystem(mail: ParsedMail): boolean {
  const local = localPartOf(mail.from?.address ?? '').toLowerCase();
  return SYSTEM_LOCAL.test(local) || SYSTEM_NAME.test(headerValue(mail.headers, 'from') ?? '');
}

function hasNullPath(mail: ParsedMail): boolean {
  return mail.returnPath === '' || /^<?mailer-daemon/i.test(mail.returnPath ?? '');
}

function speaksOf(english: RegExp, text: string): boolean {
  return english.test(text) || NOT_DELIVERED.test(text);
}
