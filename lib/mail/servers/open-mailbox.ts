import { isIP } from 'node:net';
import { ImapFlow } from 'imapflow';
import type { Authentication, Encryption } from '#lib/core/enumerations.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { resolveAllowedHost } from './check-egress.ts';
import { mailboxCredentials } from './mailbox-credentials.ts';

/** What signing in to a mailbox needs. */
export interface MailboxSettings {
  id: number;
  host: string | null;
  port: number | null;
  encryption: Encryption;
  authentication: Authentication;
  username: string | null;
  passwordSealed: string | null;
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What each choice of encryption means to the IMAP client. Only the strict ones look at the certificate. */
function tlsOptions(encryption: Encryption) {
  return {
    secure: encryption === 'tls' || encryption === 'tls_strict',
    doSTARTTLS: encryption === 'starttls' || encryption === 'starttls_strict',
    rejectUnauthorized: encryption.endsWith('_strict'),
  };
}

/**
 * A client for an IMAP mailbox, not connected yet. The caller connects and closes it.
 * @param timeoutMs of silence after which the server counts as stuck
 * @param refused a token of a connected account that the server did not accept: another one is used
 * @throws AppError for a host that is not allowed or known, AccountUnusable for an account that needs somebody to act
 */
export async function mailboxClient(
  ctx: Ctx,
  server: MailboxSettings,
  timeoutMs = 30_000,
  refused?: string,
): Promise<ImapFlow> {
  const { host, port, username, encryption } = server;
  if (!host || !port || !username) throw new AppError('invalid', 'Host, port and user name are needed to sign in.');
  const [address] = await resolveAllowedHost(ctx, host);
  const given = await mailboxCredentials(ctx, server, refused);
  const { secure, doSTARTTLS, rejectUnauthorized } = tlsOptions(encryption);
  const client = new ImapFlow({
    // The address that was checked, not the name: a second look-up might answer something else.
    host: address?.address ?? host,
    servername: isIP(host) ? undefined : host,
    port,
    secure,
    doSTARTTLS: secure ? undefined : doSTARTTLS,
    tls: { rejectUnauthorized },
    auth: { user: given.user, ...('token' in given ? { accessToken: given.token } : { pass: given.password }) },
    logger: quiet,
    disableAutoIdle: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    maxLiteralSize: 67_108_864,
    maxLineLength: 16_777_216,
  });
  // Errors reach us through the call that is waiting; without a listener they would end the process.
  client.on('error', () => undefined);
  return client;
}
