import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';

const DELAY =
  /\bdelay|\bwarning\b|not (?:yet|been) delivered|(?:will|going to) (?:be )?(?:continue|keep|try|tried|retr)|verzögert|retardé|retras|vertraagd/i;

/** Whether a report that names nobody says that the mail is only late: it may still arrive. */
export function speaksOfDelay({ subject, text }: Pick<ParsedMail, 'subject' | 'text'>): boolean {
  return DELAY.test(subject) || DELAY.test(text.slice(0, 2_000));
}
