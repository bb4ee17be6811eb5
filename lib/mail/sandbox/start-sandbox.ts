import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Env } from '#lib/core/env.ts';
import { AppError, messageOf } from '#lib/core/errors.ts';
import type { Logger } from '#lib/core/log.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { keepSandboxMessage } from '#lib/mail/sandbox/keep-sandbox-message.ts';
import { openRuntime } from '#lib/process/runtime.ts';

export interface SandboxOptions {
  databaseUrl: string;
  env: Env;
  log: Logger;
}

export interface RunningSandbox {
  /** Null where it does not listen. */
  port: number | null;
  stop(): Promise<void>;
}

const maxMessageBytes = 50 * 1_048_576;
const idle: RunningSandbox = { port: null, stop: async () => undefined };

/**
 * Listens on SANDBOX_SMTP_PORT of this machine and keeps every mail it is given; nothing leaves. A taken port is no
 * reason not to start: our own mail reaches the sandbox without it.
 */
export async function startSandbox({ databaseUrl, env, log }: SandboxOptions): Promise<RunningSandbox> {
  if (env.sandboxSmtpPort === 0) return idle;
  const runtime = await openRuntime({ name: 'sandbox', env, databaseUrl, connections: 2 });
  try {
    const server = await listenForSandbox(runtime.ctxFor(systemActor), env.sandboxSmtpPort);
    return {
      port: server.port,
      stop: async () => {
        await server.stop();
        await runtime.close();
      },
    };
  } catch (error) {
    await runtime.close();
    const advice =
      'Mail of this installation still reaches the sandbox; set SANDBOX_SMTP_PORT to a free port for others.';
    log.warn(`The sandbox cannot listen on port ${env.sandboxSmtpPort} (${messageOf(error)}). ${advice}`);
    return idle;
  }
}

/**
 * The sandbox's SMTP server on loopback.
 * @param port 0 for any free one
 */
export async function listenForSandbox(ctx: Ctx, port: number): Promise<RunningSandbox & { port: number }> {
  const server = new SMTPServer({
    banner: 'PerfectWORK Mail sandbox: nothing leaves this machine',
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    size: maxMessageBytes,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anybody' }),
    onData: (stream, session, done) => {
      keep(ctx, stream, session).then(
        (id) => done(null, `Kept in the sandbox as number ${id}`),
        (error) => done(refusal(ctx, error)),
      );
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  server.on('error', (error) => ctx.log.debug({ reason: messageOf(error) }, 'a client of the sandbox hung up'));
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function keep(ctx: Ctx, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<number> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  if (stream.sizeExceeded) throw new AppError('too_large', 'The mail is larger than the sandbox takes (50 MB).');
  const { mailFrom, rcptTo } = session.envelope;
  return keepSandboxMessage(ctx, {
    raw: Buffer.concat(pieces),
    envelopeFrom: mailFrom ? mailFrom.address : '',
    recipients: rcptTo.map(({ address }) => address),
  });
}

function refusal(ctx: Ctx, error: unknown): Error {
  if (error instanceof AppError && error.code === 'too_large') {
    return Object.assign(new Error(error.message), { responseCode: 552 });
  }
  ctx.log.error({ err: error }, 'the sandbox could not keep a mail');
  return Object.assign(new Error('The mail could not be kept; try again later'), { responseCode: 451 });
}
