import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { messageOf } from '#lib/core/errors.ts';
import { type Slots, slots } from '#lib/core/slots.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { KnownRecipient } from './check-recipient.ts';
import { countRefusals, type RefusalCounter } from './count-refusals.ts';
import { knownRecipients, type LookUp } from './known-recipients.ts';
import { type Processing, processSoon } from './process-soon.ts';
import { type SessionLimits, sessionClocks } from './session-clocks.ts';
import { replyTo, SmtpReply } from './smtp-reply.ts';
import { takeMail } from './take-mail.ts';

export interface ListenOptions {
  protocol: 'lmtp' | 'smtp';
  host: string;
  /** 0 for any free one. */
  port: number;
  /** PEM; offers STARTTLS. */
  tls?: { cert: string; key: string } | undefined;
  /** Left out: those of real life. */
  limits?: Partial<ListenLimits>;
}

export interface ListenLimits extends SessionLimits {
  /** Connections; one more is told to come back (421). */
  clients: number;
  /** Mails taken in at the same time; others wait in their connection. */
  mailsAtOnce: number;
  recipients: number;
  /** Unknown recipients of one connection; a guesser is hung up on. */
  refusals: number;
  /** A silent client is hung up on, in milliseconds. */
  idleMs: number;
}

export interface Listener {
  port: number;
  /** Lets what is being handed over finish. */
  stop(): Promise<void>;
}

const usual: ListenLimits = {
  clients: 100,
  mailsAtOnce: 8,
  recipients: 200,
  refusals: 100,
  idleMs: 60_000,
  mailMs: 600_000,
  restMs: 300_000,
};
const closeMs = 8000;

/** What one listener works with. */
interface Desk {
  ctx: Ctx;
  protocol: 'lmtp' | 'smtp';
  lookUp: LookUp;
  refusals: RefusalCounter;
  processing: Processing;
  slots: Slots;
  /** Sessions in the middle of a mail. */
  busy: Set<string>;
  /** How many recipients were refused, by session. */
  refused: Map<string, number>;
  limits: ListenLimits;
}

type Answer = (error?: Error | null, text?: string) => void;

/**
 * Takes mails from a mail server in front of us, by LMTP (RFC 2033) or SMTP. Recipients are checked when they are named;
 * `250` after the mail means that it is stored and committed, and it is processed right then.
 * @throws the error of `listen` where the port cannot be had
 */
export async function listenForMail(ctx: Ctx, options: ListenOptions): Promise<Listener> {
  const limits = { ...usual, ...options.limits };
  const desk: Desk = {
    ctx,
    protocol: options.protocol,
    lookUp: knownRecipients(ctx),
    refusals: countRefusals(ctx),
    processing: processSoon(ctx),
    slots: slots(limits.mailsAtOnce),
    busy: new Set(),
    refused: new Map(),
    limits,
  };
  const server = openServer(desk, options);
  const stop = async () => {
    await closed(server, desk.busy);
    await desk.processing.settled();
    await desk.refusals.stop();
  };
  try {
    await listening(server, options);
  } catch (error) {
    await desk.refusals.stop();
    throw error;
  }
  server.on('error', (error) => ctx.log.debug({ reason: messageOf(error) }, 'a client of the mail listener hung up'));
  const address = server.server.address();
  return { port: typeof address === 'object' && address ? address.port : options.port, stop };
}

function openServer(desk: Desk, { protocol, tls }: ListenOptions): SMTPServer {
  const { limits } = desk;
  const hangUp = (session: SMTPServerSession) => {
    for (const connection of server.connections) {
      if (connection.id === session.id) connection.send(421, 'This takes too long; come back');
    }
  };
  const clocks = sessionClocks(limits, hangUp);
  const server: SMTPServer = new SMTPServer({
    lmtp: protocol === 'lmtp',
    banner: 'PerfectWORK Mail',
    logger: false,
    ...tls,
    disabledCommands: ['AUTH', 'HELP', 'WIZ', 'SHELL', 'KILL', ...(tls ? [] : ['STARTTLS'])],
    hideENHANCEDSTATUSCODES: false,
    disableReverseLookup: true,
    maxClients: limits.clients,
    maxRecipients: limits.recipients,
    maxCommandLength: 4096,
    size: desk.ctx.env.mailInMaxMb * 1_048_576,
    rejectOversized: true,
    socketTimeout: limits.idleMs,
    closeTimeout: closeMs,
    onConnect: (session, done) => {
      clocks.rest(session);
      done();
    },
    onClose: (session) => {
      clocks.forget(session);
      desk.refused.delete(session.id);
    },
    onRcptTo: ({ address }, session, done) => void checkOne(desk, address, session).then(() => done(), done),
    onData: (stream, session, done) => {
      clocks.mail(session);
      desk.busy.add(session.id);
      void take(desk, stream, session, done as Answer).finally(() => {
        desk.busy.delete(session.id);
        clocks.rest(session);
      });
    },
  });
  return server;
}

function listening(server: SMTPServer, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Clients that only keep their connection warm would be waited for until the last moment. */
function closed(server: SMTPServer, busy: Set<string>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const connection of server.connections) {
      if (!busy.has(connection.id)) connection.send(421, 'The server is stopping; come back');
    }
  });
}

async function checkOne(desk: Desk, address: string, session: SMTPServerSession): Promise<void> {
  try {
    const found = await desk.lookUp(address);
    if (found.ok) return;
    const count = (desk.refused.get(session.id) ?? 0) + 1;
    desk.refused.set(session.id, count);
    const { mailFrom } = session.envelope;
    const lastSender = mailFrom ? mailFrom.address : '';
    desk.refusals.add({ address, reason: found.reason, lastSender, lastClientIp: session.remoteAddress });
    if (count > desk.limits.refusals) throw new SmtpReply(421, 'Too many unknown recipients');
    throw found.reason === 'unknown_address'
      ? new SmtpReply('550 5.1.1', `<${address}>: nobody has this address here`)
      : new SmtpReply('550 5.7.1', `<${address}>: relaying denied, this domain is none of ours`);
  } catch (error) {
    throw replyTo(desk.ctx, error);
  }
}

async function take(desk: Desk, stream: SMTPServerDataStream, session: SMTPServerSession, done: Answer): Promise<void> {
  const leave = await desk.slots.enter();
  try {
    const recipients: KnownRecipient[] = [];
    for (const { address } of session.envelope.rcptTo) {
      const found = await desk.lookUp(address);
      // Gone since it was taken at RCPT: kept all the same, and the routing says what becomes of it.
      recipients.push(found.ok ? found.value : { address, serverId: null });
    }
    const kept = await takeMail(desk.ctx, { stream, session, recipients, source: desk.protocol });
    done(null, `Kept as incoming mail ${kept.id}`);
    void desk.processing.add(kept).finally(leave);
  } catch (error) {
    done(replyTo(desk.ctx, error));
    leave();
  }
}
