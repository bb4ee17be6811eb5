import { TLSSocket } from 'node:tls';
import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type OpenConnection, openConnection } from '#lib/mail/outgoing/transport/open-connection.ts';
import { openSocket } from '#lib/mail/outgoing/transport/open-socket.ts';
import { readSmtpFailure, type SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';
import { explainReply } from '#lib/mail/outgoing/verdict/explain-reply.ts';
import { resolveAllowedHost } from './check-egress.ts';
import { describeCertificate, showRefusedCertificate } from './show-certificate.ts';
import type { SmtpSettings } from './smtp-settings.ts';

/** A server that says nothing for this long is given up on. */
const replyTimeoutMs = 30_000;

/** One step of *Test Connection*. */
export interface TestStep {
  step: 'dns' | 'tcp' | 'tls' | 'ehlo' | 'auth' | 'mail' | 'rcpt';
  ok: boolean;
  /** The server's words, or what was found. */
  reply: string;
  /** What to do; null where all is well. */
  hint: string | null;
}

/** Walks through the dialogue up to RCPT and stops at the first step that fails. */
export async function* probeSmtp(
  ctx: Ctx,
  settings: SmtpSettings,
  envelope: { sender: string; recipient: string },
): AsyncGenerator<TestStep> {
  const reached = yield* reachHost(ctx, settings);
  if (!reached) return;
  const opened = await openConnection(ctx, settings);
  if (!opened.ok) {
    yield* failedOpening(ctx, settings, opened);
    return;
  }
  const { connection } = opened;
  try {
    yield* greeted(settings, connection);
    yield* tryEnvelope(connection, envelope);
  } finally {
    connection.session.quit();
  }
}

async function* reachHost(ctx: Ctx, { host, port }: SmtpSettings): AsyncGenerator<TestStep, boolean> {
  try {
    const addresses = await resolveAllowedHost(ctx, host);
    yield good('dns', addresses.map(({ address }) => address).join(', '));
    const socket = await openSocket(addresses, port).catch((error) => readSmtpFailure(error, 'connect'));
    if ('stage' in socket) {
      yield bad('tcp', socket);
      return false;
    }
    yield good('tcp', `Port ${port} of ${socket.remoteAddress} answers.`);
    socket.destroy();
    return true;
  } catch (error) {
    yield { step: 'dns', ok: false, reply: messageOf(error), hint: 'Check the spelling of the host.' };
    return false;
  }
}

/** What came before the failure went well. */
async function* failedOpening(
  ctx: Ctx,
  settings: SmtpSettings,
  { failure, dialogue }: { failure: SmtpFailure; dialogue: string },
): AsyncGenerator<TestStep> {
  const isPlain = settings.encryption === 'none';
  const isGreeted = /^S: /m.test(dialogue);
  // With STARTTLS the server answers EHLO before the connection is secured, with TLS only afterwards.
  const isSecured = failure.stage === 'auth' || (settings.encryption.startsWith('tls') && isGreeted);
  if (!isPlain && !isSecured) {
    yield isGreeted || settings.encryption.startsWith('tls')
      ? await badTls(ctx, settings, failure)
      : mute('tls', failure);
    return;
  }
  yield good('tls', isPlain ? 'Not encrypted, as chosen.' : 'The connection is encrypted.');
  if (failure.stage !== 'auth') {
    yield isGreeted ? bad('ehlo', failure) : mute('ehlo', failure);
    return;
  }
  yield good('ehlo', featuresOf(dialogue));
  yield bad('auth', failure);
}

/** Where it is the certificate that was refused, it is shown. */
async function badTls(ctx: Ctx, settings: SmtpSettings, failure: SmtpFailure): Promise<TestStep> {
  const step = bad('tls', failure);
  if (!/^tls-(?:self-signed|host-name|expired|unknown-issuer)$/.test(explainReply(failure).rule)) return step;
  const certificate = await showRefusedCertificate(ctx, settings);
  return certificate ? { ...step, reply: `${step.reply}\n${certificate}` } : step;
}

/** Connected, and then nothing: both wait for the other to begin. */
function mute(step: TestStep['step'], failure: SmtpFailure): TestStep {
  const words = 'The server takes the connection but does not greet: it may expect TLS from the first byte.';
  return { ...bad(step, failure), hint: `${words} Choose TLS (usually port 465), or check the port.` };
}

function* greeted(settings: SmtpSettings, { session, transcript }: OpenConnection): Generator<TestStep> {
  const { socket } = session;
  yield good('tls', socket instanceof TLSSocket ? describeCertificate(socket) : 'Not encrypted, as chosen.');
  const dialogue = transcript.take();
  yield good('ehlo', featuresOf(dialogue));
  yield good('auth', settings.login ? `Signed in as ${settings.login.user}.` : 'No sign-in, as chosen.');
}

/** The server's last answer to EHLO, one feature a line. */
function featuresOf(dialogue: string): string {
  const lines = dialogue.split('\n');
  const from = lines.findLastIndex((line) => /^C: (?:EHLO|HELO)/.test(line));
  const answer = lines.slice(from + 1).filter((line) => /^S: 250/.test(line));
  return answer.map((line) => line.replace(/^S: 250[ -]/, '')).join('\n');
}

async function* tryEnvelope(
  { session }: OpenConnection,
  { sender, recipient }: { sender: string; recipient: string },
): AsyncGenerator<TestStep> {
  const commands = [
    { step: 'mail', stage: 'mail', text: `MAIL FROM:<${sender}>` },
    { step: 'rcpt', stage: 'rcpt', text: `RCPT TO:<${recipient}>` },
  ] as const;
  for (const { step, stage, text } of commands) {
    session.say([text]);
    const reply = await session.hear(replyTimeoutMs).catch((error) => error as Error);
    if (reply instanceof Error) {
      yield bad(step, readSmtpFailure(reply, stage));
      return;
    }
    if (!reply.startsWith('25')) {
      yield bad(step, { stage, reply, networkCode: null, message: reply });
      return;
    }
    yield good(step, reply);
  }
}

function good(step: TestStep['step'], reply: string): TestStep {
  return { step, ok: true, reply, hint: null };
}

function bad(step: TestStep['step'], failure: SmtpFailure): TestStep {
  const { words, fix } = explainReply(failure);
  return { step, ok: false, reply: failure.reply ?? failure.message, hint: `${words} ${fix}` };
}
