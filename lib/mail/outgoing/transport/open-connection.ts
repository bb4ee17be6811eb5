import { isIP } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { DeliveryStage } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { normaliseDomain } from '#lib/mail/message/address.ts';
import { openSocket } from '#lib/mail/outgoing/transport/open-socket.ts';
import { signIn } from '#lib/mail/outgoing/transport/sign-in.ts';
import { readSmtpFailure, type SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';
import { openSession, type SmtpSession } from '#lib/mail/outgoing/transport/smtp-session.ts';
import { openTranscript, type Transcript } from '#lib/mail/outgoing/transport/transcript.ts';
import { resolveAllowedHost } from '#lib/mail/servers/check-egress.ts';
import type { SmtpSettings } from '#lib/mail/servers/smtp-settings.ts';

const greetingTimeoutMs = 30_000;

export interface OpenConnection {
  session: SmtpSession;
  transcript: Transcript;
  /** Transactions it has carried. */
  used: number;
}

export type Opened = { ok: true; connection: OpenConnection } | { ok: false; failure: SmtpFailure; dialogue: string };

/** Connects and signs in. A server that cannot be used is an answer, not an exception. */
export async function openConnection(ctx: Ctx, settings: SmtpSettings): Promise<Opened> {
  const transcript = openTranscript();
  let stage: DeliveryStage = 'connect';
  let smtp: SMTPConnection | null = null;
  try {
    const addresses = await resolveAllowedHost(ctx, settings.host).catch((error) => {
      throw Object.assign(error, { code: 'EDNS' });
    });
    const socket = await openSocket(addresses, settings.port);
    if (settings.encryption !== 'none') stage = 'tls';
    smtp = new SMTPConnection({ ...optionsOf(ctx, settings), connection: socket, logger: transcript.logger as never });
    await handshake(smtp);
    stage = 'auth';
    await signIn(ctx, smtp, settings);
    smtp.on('error', () => undefined);
    return { ok: true, connection: { session: openSession(smtp, transcript), transcript, used: 0 } };
  } catch (error) {
    smtp?.close();
    return { ok: false, failure: readSmtpFailure(error, stage), dialogue: transcript.take() };
  }
}

/** nodemailer's words for the five encryptions; the certificate is checked against the name (in ASCII), not the address. */
function optionsOf(ctx: Ctx, { host, port, encryption }: SmtpSettings) {
  const name = normaliseDomain(host.replace(/^\[|\]$/g, ''));
  return {
    host: name,
    port,
    name: clientName(ctx),
    secure: encryption === 'tls' || encryption === 'tls_strict',
    requireTLS: encryption === 'starttls' || encryption === 'starttls_strict',
    ignoreTLS: encryption === 'none',
    tls: {
      rejectUnauthorized: encryption.endsWith('_strict'),
      ...(isIP(name) ? {} : { servername: name }),
    },
    greetingTimeout: greetingTimeoutMs,
    connectionTimeout: greetingTimeoutMs,
    socketCloseTimeout: 0,
    transactionLog: true,
  };
}

/** What we call ourselves in EHLO: the public host name; an address literal where there is none. */
function clientName(ctx: Ctx): string {
  const { hostname } = new URL(ctx.env.publicUrl);
  return hostname.includes('.') && !isIP(hostname) ? hostname : '[127.0.0.1]';
}

function handshake(smtp: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    smtp.once('error', reject);
    smtp.connect((error) => {
      smtp.removeListener('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}
