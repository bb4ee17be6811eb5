import type { SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';
import type { ReplyExplanation } from '#lib/mail/outgoing/verdict/explain-reply.ts';

/**
 * Explains why signing in with a connected account (OAuth) failed.
 * @returns null where the account has nothing to do with it: a lost connection, a server that asks to come back
 */
export function explainSignIn({ networkCode, message, reply }: SmtpFailure): ReplyExplanation | null {
  if (networkCode === 'EOAUTHENDED') return { rule: 'oauth-ended', words: message, fix: waiting };
  if (networkCode === 'EOAUTH') return { rule: 'oauth-temporary', words: message, fix: waiting };
  if (!reply?.startsWith('5')) return null;
  if (/SmtpClientAuthentication is disabled|5\.7\.139/i.test(reply)) {
    return {
      rule: 'office365-smtp-auth-off',
      words: 'Microsoft 365 does not let this account sign in by SMTP.',
      fix: 'Have the administrator allow "Authenticated SMTP" for the mailbox in the Microsoft 365 admin center.',
    };
  }
  return {
    rule: 'oauth-refused',
    words: 'The server did not accept the connected account, although its permission was just renewed.',
    fix: 'Check that the user name is the address of the connected account and may send mail, then connect the account again.',
  };
}

const waiting = 'Mail waits, no attempt is lost.';
