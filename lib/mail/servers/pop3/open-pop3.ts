import type { TLSSocket } from 'node:tls';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { openSocket } from '#lib/mail/outgoing/transport/open-socket.ts';
import { resolveAllowedHost } from '../check-egress.ts';
import { explainImapError } from '../explain-imap-error.ts';
import { mailboxCredentials } from '../mailbox-credentials.ts';
import type { MailboxSettings } from '../open-mailbox.ts';
import { describeCertificate } from '../show-certificate.ts';
import { Pop3Client } from './pop3-client.ts';
import { Pop3Error, type Pop3Stage } from './pop3-error.ts';
import { Pop3Socket } from './pop3-socket.ts';

/** A step on the way into a mailbox that went well. */
export interface Pop3Step {
  step: Exclude<Pop3Stage, 'fetch' | 'list'>;
  /** The server's words, or what was found. */
  reply: string;
}

export interface Pop3Options {
  /** Milliseconds of silence after which the server counts as stuck. */
  timeoutMs: number;
  /** Cuts the connection, whatever it is at. */
  signal?: AbortSignal;
}

/**
 * Opens a POP3 mailbox step by step, and ends signed in. The caller closes the client.
 * @throws Pop3Error with the stage that failed, for a host that is not allowed too
 */
export async function* openPop3(
  ctx: Ctx,
  server: MailboxSettings,
  options: Pop3Options,
): AsyncGenerator<Pop3Step, Pop3Client> {
  const host = server.host ?? '';
  const addresses = await atStage('dns', resolveAllowedHost(ctx, host));
  yield { step: 'dns', reply: addresses.map(({ address }) => address).join(', ') };
  const connection = await atStage('tcp', openSocket(addresses, server.port ?? 0, options.timeoutMs));
  yield { step: 'tcp', reply: `connected to port ${server.port}` };
  const socket = new Pop3Socket(connection, options.timeoutMs);
  const cut = () => socket.close();
  options.signal?.addEventListener('abort', cut, { once: true });
  if (options.signal?.aborted) cut();
  let isOpen = false;
  try {
    const client = yield* greet(ctx, server, socket, host);
    isOpen = true;
    return client;
  } finally {
    if (!isOpen) socket.close();
  }
}

/** The same, for whoever is not interested in the way. */
export async function openPop3Mailbox(ctx: Ctx, server: MailboxSettings, options: Pop3Options): Promise<Pop3Client> {
  const steps = openPop3(ctx, server, options);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

async function* greet(
  ctx: Ctx,
  server: MailboxSettings,
  socket: Pop3Socket,
  host: string,
): AsyncGenerator<Pop3Step, Pop3Client> {
  const { encryption } = server;
  const isChecked = encryption.endsWith('_strict');
  const client = new Pop3Client(socket);
  if (encryption.startsWith('tls')) yield encrypted(await atStage('tls', socket.secure(host, isChecked)));
  yield { step: 'greeting', reply: await atStage('greeting', client.greeting()) };
  const offered = await atStage('capa', client.capabilities());
  yield { step: 'capa', reply: offered.join(', ') || 'The server does not say what it can (CAPA).' };
  if (encryption.startsWith('starttls')) yield encrypted(await atStage('tls', client.startTls(host, isChecked)));
  yield { step: 'login', reply: await atStage('login', signIn(ctx, server, client)) };
  return client;
}

/** A token the server does not take although it should still be valid is renewed once. */
async function signIn(ctx: Ctx, server: MailboxSettings, client: Pop3Client): Promise<string> {
  const given = await mailboxCredentials(ctx, server);
  if ('password' in given) return client.signIn(given.user, given.password);
  try {
    return await client.signInWithToken(given.user, given.token);
  } catch (error) {
    if (!client.usable || !(error instanceof Pop3Error)) throw error;
    const other = await mailboxCredentials(ctx, server, given.token);
    if (!('token' in other)) throw error;
    return client.signInWithToken(other.user, other.token);
  }
}

function encrypted(socket: TLSSocket): Pop3Step {
  return { step: 'tls', reply: describeCertificate(socket) };
}

async function atStage<T>(stage: Pop3Stage, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw failureAt(stage, error);
  }
}

function failureAt(stage: Pop3Stage, error: unknown): unknown {
  if (error instanceof Pop3Error) {
    return error.stage === 'tcp' ? new Pop3Error(stage, error.message, error.reply) : error;
  }
  if (error instanceof AppError) return new Pop3Error(stage, error.message);
  // The database, while a token is asked for, is not the server's fault.
  return stage === 'tcp' ? new Pop3Error(stage, explainImapError(error).reason) : error;
}
