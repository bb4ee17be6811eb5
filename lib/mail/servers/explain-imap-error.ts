import { AppError, messageOf } from '#lib/core/errors.ts';
import { AccountUnusable } from './mailbox-credentials.ts';

/** What an IMAP connection told us when it failed; see ImapFlow's error type. */
interface ImapError extends Error {
  code?: string;
  authenticationFailed?: boolean;
  tlsFailed?: boolean;
  responseText?: string;
  mailboxMissing?: boolean;
  serverResponseCode?: string;
}

export interface ExplainedError {
  stage: 'dns' | 'tcp' | 'tls' | 'login' | 'folder' | 'fetch';
  /** What happened, in words. */
  reason: string;
  /** The server's own words; empty where it said nothing. */
  reply: string;
}

const certificate = /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY|DEPTH_ZERO|ERR_SSL|EPROTO/;

/** Tells at which stage a connection failed, and why. Pure. */
export function explainImapError(error: unknown): ExplainedError {
  if (error instanceof AccountUnusable) return { stage: 'login', reason: error.message, reply: error.reply };
  if (error instanceof AppError) return { stage: 'dns', reason: error.message, reply: '' };
  const { code = '', authenticationFailed, tlsFailed, responseText, mailboxMissing } = error as ImapError;
  const reply = [(error as ImapError).serverResponseCode, responseText].filter(Boolean).join(' ');
  if (authenticationFailed) return { stage: 'login', reason: 'The server refused user name or password.', reply };
  if (mailboxMissing) return { stage: 'folder', reason: 'There is no folder of this name in the mailbox.', reply };
  if (tlsFailed || certificate.test(code)) {
    return { stage: 'tls', reason: `The connection could not be encrypted: ${messageOf(error)}.`, reply };
  }
  const connection = connectionFault(code);
  if (connection) return { stage: 'tcp', reason: connection, reply };
  const words = reply || messageOf(error);
  return { stage: 'fetch', reason: `The server broke off: ${words}.`, reply };
}

function connectionFault(code: string): string | null {
  switch (code) {
    case 'ECONNREFUSED':
      return 'Nothing answers on this port. Check host and port.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'The name of the server has no address. Check the spelling.';
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'The server did not answer. Check host and port, and whether a firewall is in between.';
    case 'GREETING_TIMEOUT':
      return 'Something answers, but does not greet as an IMAP server does. Check port and encryption.';
    case 'ETIMEOUT':
    case 'NoConnection':
    case 'EConnectionClosed':
    case 'ECONNRESET':
      return 'The server fell silent or closed the connection.';
    default:
      return null;
  }
}
