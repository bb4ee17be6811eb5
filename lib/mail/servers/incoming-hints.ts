import type { Authentication } from '#lib/core/enumerations.ts';

/** A mailbox that could not be opened. */
export interface Unopened {
  protocol: 'imap' | 'pop3';
  authentication: Authentication;
  stage: string;
  /** The server's words. */
  reply: string;
}

/** What to do about a mailbox that cannot be opened; null where the reason says enough. Pure. */
export function incomingHint({ protocol, stage, reply }: Unopened, host: string): string | null {
  const name = protocol === 'imap' ? 'IMAP' : 'POP';
  if (stage === 'tls' || stage === 'greeting') {
    const ports = protocol === 'imap' ? '993 with TLS, 143 with STARTTLS' : '995 with TLS, 110 with STARTTLS';
    return `Check that port and encryption belong together (${ports}). For a certificate of your own choose the encryption without "strict".`;
  }
  if (stage === 'folder') return 'Use the exact name the mail program shows, usually INBOX.';
  if (stage !== 'login') return null;
  if (/gmail|google/i.test(host)) {
    return `Gmail takes no account password: create an app password (Google Account > Security > 2-Step Verification > App passwords), and enable ${name} in the Gmail settings.`;
  }
  if (/office365|outlook|hotmail|live\.com/i.test(host)) {
    return `Microsoft 365 takes no password for ${name}: use OAuth, or have mail redirected to your email domain.`;
  }
  if (/yahoo|aol|icloud|mail\.me\.com/i.test(host)) {
    return 'This provider takes no account password: create an app password in the security settings of the account.';
  }
  if (/WEBLOGIN|web login/i.test(reply)) return 'Sign in to the mailbox once in a browser, then test again.';
  return `Check user name (often the whole address) and password, and that ${name} is enabled for the mailbox.`;
}
