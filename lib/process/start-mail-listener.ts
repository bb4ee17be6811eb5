import { readFileSync } from 'node:fs';
import type { Env } from '#lib/core/env.ts';
import { AppError, messageOf } from '#lib/core/errors.ts';
import type { Logger } from '#lib/core/log.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { type Listener, listenForMail } from '#lib/mail/incoming/listen/listen-for-mail.ts';
import { explainListenFailure, mailVariables } from './check-port.ts';
import { openRuntime } from './runtime.ts';

export interface MailListenerOptions {
  databaseUrl: string;
  env: Env;
  log: Logger;
}

const againMs = 5000;

/**
 * Listens on MAIL_IN_PORT. Of several workers on a machine one has the port; the others say so, and ask again every
 * five seconds, so that one of them takes over when it ends.
 * @throws AppError where the address or the certificate can never be used
 */
export async function startMailListener({ databaseUrl, env, log }: MailListenerOptions): Promise<{
  stop(): Promise<void>;
}> {
  if (env.mailInPort === 0) return { stop: async () => undefined };
  const tls = readCertificate(env);
  const runtime = await openRuntime({ name: 'mail listener', env, databaseUrl, connections: 12, prepares: true });
  const ctx = { ...runtime.ctxFor(systemActor), log };
  let listener: Listener | null = null;
  let asking = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const ask = async (isFirst: boolean) => {
    listener = await takePort(ctx, tls, isFirst);
    if (!listener) timer = setTimeout(again, againMs);
  };
  const again = () => {
    asking = ask(false).catch((error) => log.error({ reason: messageOf(error) }, 'the mail listener cannot start'));
  };
  await ask(true).catch(async (error) => {
    await runtime.close();
    throw error;
  });
  return {
    stop: async () => {
      clearTimeout(timer);
      await asking;
      clearTimeout(timer);
      await listener?.stop();
      await runtime.close();
    },
  };
}

/** @returns null while another program has the port */
async function takePort(ctx: Ctx, tls: ReturnType<typeof readCertificate>, isFirst: boolean): Promise<Listener | null> {
  const { mailInHost: host, mailInPort: port, mailInProtocol: protocol } = ctx.env;
  try {
    const listener = await listenForMail(ctx, { protocol, host, port, tls });
    ctx.log.info(`Mail servers may hand mails over on port ${port} of ${host} (${protocol.toUpperCase()}).`);
    return listener;
  } catch (error) {
    const fault = error as NodeJS.ErrnoException;
    const explained = explainListenFailure(host, port, fault, mailVariables);
    if (fault.code !== 'EADDRINUSE') throw explained;
    if (isFirst) ctx.log.warn(`${explained.message} It is asked for again every ${againMs / 1000} seconds.`);
    return null;
  }
}

function readCertificate({ mailInTls }: Env): { cert: string; key: string } | undefined {
  if (!mailInTls) return undefined;
  const read = (name: string, path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const reason = messageOf(error);
      throw new AppError('invalid', `${name} cannot be read (${reason}). Name a PEM file this account may read.`);
    }
  };
  return { cert: read('MAIL_IN_TLS_CERT', mailInTls.cert), key: read('MAIL_IN_TLS_KEY', mailInTls.key) };
}
