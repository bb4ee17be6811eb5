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
export function incomingHint({ protocol, authentication, stage, reply }: Unopened, host: string): string | null {
  const name = protocol === 'imap' ? 'IMAP' : 'POP';
  if (stage === 'tls' || stage === 'greeting') {
    const ports = protocol === 'imap' ? '993 with TLS, 143 with STARTTLS' : '995 with TLS, 110 with STARTTLS';
    return `Check that port and encryption belong together (${ports}). For a certificate of your own choose the encryption without "strict".`;
  }
  if (stage === 'folder') return 'Use the exact name the mail program shows, usually INBOX.';
  if (stage !== 'login') return null;
  if (authentication === 'oauth2') return accountHint(reply, name, host);
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

/** Why a mail server does not let in an account that the provider says may come in; without a reply the provider said why. */
function accountHint(reply: string, name: string, host: string): string | null {
  if (!reply) return null;
  if (/authenticated but not connected/i.test(reply)) {
    return `Microsoft knows the account, but it has no mailbox that ${name} may open: check its licence, and that ${name} is allowed for it (Microsoft 365 admin center > Active users > Mail > Manage email apps).`;
  }
  if (/office365|outlook/i.test(host)) {
    return `Check that the user name is the address of the connected account, and that ${name} is allowed for it (Microsoft 365 admin center > Active users > Mail > Manage email apps). Then connect the account again.`;
  }
  if (/gmail|google/i.test(host)) {
    return `Check that the user name is the address of the connected account, and that ${name} is enabled for it (Gmail settings > Forwarding and POP/IMAP, or the Workspace administrator). Then connect the account again.`;
  }
  return `Check that the user name is the address of the connected account, and that ${name} is enabled for the mailbox. Then connect the account again.`;
}
