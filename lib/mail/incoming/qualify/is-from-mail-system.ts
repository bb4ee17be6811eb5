import { headerValue } from '#lib/mail/incoming/parse/decode-headers.ts';
import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import { localPartOf } from '#lib/mail/message/address.ts';

const FAILURE_SUBJECT =
  /undeliver|delivery (?:status|failure|failed|report|problem|error|has failed)|(?:mail|message|e-?mail)[^a-z]+(?:delivery|system|could not be|not delivered|failure|error)|failure notice|returned (?:mail|to sender|message)|mail delivery|delivery notification|non-?deliver|could not (?:send|deliver|be delivered)|nondeliverable|bounced?\b|rejected|unzustellbar|non remis|no entregad|mancato recapito|niet (?:bezorgd|afgeleverd)|配信|送信できません|error sending/i;
const FAILURE_TEXT =
  /(?:could|can|was|were|has|have|is) ?(?:not|n.t)[^.]{0,60}(?:be(?:en)? )?(?:deliver|send|sent|reach)|unable to deliver|(?:delivery|deliver)[^.\n]{0,60}(?:fail|error|problem|impossible)|failed to deliver|permanent(?:ly)? (?:fatal |delivery )?(?:error|fail)|undeliver|fatal errors|returned to sender|user unknown|mailbox (?:is )?full|following (?:address|recipient)[^.\n]{0,40}(?:fail|error|problem|reject)|error[^.\n]{0,40}deliver/i;

/**
 * Whether a mail system wrote this mail to report a failure. `mailer-daemon` alone suffices: nothing else writes under
 * that name. Any other sender must look like a system and the mail must speak of a failed delivery.
 */
export function isFromMailSystem(mail: ParsedMail, text: string): boolean {
  const from = headerValue(mail.headers, 'from') ?? '';
  const local = localPartOf(mail.from?.address ?? '').toLowerCase();
  if (/^mailer-?daemon$/.test(local) || /\bmailer-daemon\b/i.test(from)) return true;
  if (headerValue(mail.headers, 'x-failed-recipients')) return true;
  if (/^auto-replied/.test(mail.autoSubmitted ?? '')) return false;
  const speaksOfFailure = FAILURE_SUBJECT.test(mail.subject) || FAILURE_TEXT.test(text.slice(0, 4_000));
  const nullPath = mail.returnPath === '' || /^<?mailer-daemon/i.test(mail.returnPath ?? '');
  const systemName =
    /mail (?:delivery|administrator|server|gateway)|delivery (?:sub)?system|system administrator|postmaster/i;
  const looksSystem =
    /^(?:postmaster|mail-?deliver\w*|bounce[sd]?|mailadmin|mmdf|mailerdaemon)$/.test(local) || systemName.test(from);
  if (looksSystem || nullPath) {
    return FAILURE_SUBJECT.test(mail.subject) && (looksSystem || FAILURE_TEXT.test(text.slice(0, 4_000)))
      ? true
      : looksSystem && nullPath && speaksOfFailure;
  }
  return false;
}
