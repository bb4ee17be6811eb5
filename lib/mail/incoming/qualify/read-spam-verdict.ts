import { headerValues } from '../parse/decode-headers.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';

const verdicts: [header: string, spam: RegExp][] = [
  ['x-spam-flag', /^\s*yes\b/i],
  ['x-spam', /^\s*yes\b/i],
  ['x-spam-status', /^\s*yes\b/i],
  ['x-rspamd-action', /^\s*(reject|add header|rewrite subject|soft reject)/i],
];

/** Why the own mail system calls a mail spam, or null. Somebody who forges these headers only harms his own mail. */
export function readSpamVerdict(mail: Pick<ParsedMail, 'headers'>): string | null {
  for (const [header, spam] of verdicts) {
    const value = headerValues(mail.headers, header).find((one) => spam.test(one));
    if (value !== undefined) return `the mail system marked it as spam (${header}: ${value.slice(0, 100)})`;
  }
  return null;
}
