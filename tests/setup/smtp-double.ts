import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as the server took it. */
export interface TakenMail {
  from: string;
  to: string[];
  raw: string;
}

/** A reply such as `550 5.1.1 no such user`. */
export type Refusal = string;

export interface SmtpDoubleScript {
  /** Reply to RCPT TO of an address; null accepts. */
  onRecipient?: (address: string) => Refusal | null;
  /** Reply to MAIL FROM. */
  onSender?: (address: string) => Refusal | null;
  /** Reply to the final dot; `'hang-up'` closes the connection instead, `'keep-and-hang-up'` after keeping the mail. */
  onMessage?: (mail: TakenMail) => Refusal | 'hang-up' | 'keep-and-hang-up' | null;
  login?: { user: string; password: string };
  /** Offers XOAUTH2: whose a bearer token is, null for nobody's. */
  bearer?: (token: string) => string | null;
  /** How a bad bearer token is refused: in a challenge first, as Google does, or at once, as Microsoft does. */
  refusesBearer?: 'challenge' | 'at-once';
  /** A slow server: how long it keeps a mail before it answers the final dot, in milliseconds. */
  delayMs?: number;
  /** Serve TLS from the first byte, with smtp-server's self-signed certificate. */
  secure?: boolean;
  maxBytes?: number;
  options?: SMTPServerOptions;
}

export interface SmtpDouble {
  port: number;
  /** Mails taken, in order. */
  taken: TakenMail[];
  /** Connections seen so far. */
  connections: number;
  /** Connections open at this moment: of one that is not, everything has been read. */
  open(): number;
  script: SmtpDoubleScript;
  stop(): Promise<void>;
}

/** A real SMTP server in this process whose answers a test scripts; `script` may be changed while it runs. */
export async function startSmtpDouble(script: SmtpDoubleScript = {}, port = 0): Promise<SmtpDouble> {
  const double: SmtpDouble = {
    port: 0,
    taken: [],
    connections: 0,
    open: () => connectionsOf(server).length,
    script,
    stop: async () => undefined,
  };
  const server = new SMTPServer({
    secure: script.secure ?? false,
    disabledCommands: script.login || script.bearer ? [] : ['AUTH', 'STARTTLS'],
    authMethods: script.bearer ? ['XOAUTH2'] : ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    authOptional: !script.login && !script.bearer,
    ...(script.maxBytes ? { size: script.maxBytes } : {}),
    onConnect: (_session, done) => {
      double.connections += 1;
      done();
    },
    onAuth: ({ method, username, password, accessToken }, _session, done) => {
      const { login, bearer, refusesBearer } = double.script;
      if (method === 'XOAUTH2') {
        if (bearer?.(accessToken ?? '') === username) return done(null, { user: username });
        if (refusesBearer !== 'at-once') return done(null, { data: { status: '401', schemes: 'bearer' } } as never);
        return done(replyError('535 5.7.3 Authentication unsuccessful'));
      }
      if (login && username === login.user && password === login.password) done(null, { user: username });
      else done(replyError('535 5.7.8 Authentication failed'));
    },
    onMailFrom: ({ address }, _session, done) => done(replyError(double.script.onSender?.(address) ?? null)),
    onRcptTo: ({ address }, _session, done) => done(replyError(double.script.onRecipient?.(address) ?? null)),
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece) => pieces.push(piece));
      stream.on('end', () => {
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const mail = { from, to, raw: Buffer.concat(pieces).toString() };
        const answer = double.script.onMessage?.(mail) ?? null;
        if (answer === null || answer === 'keep-and-hang-up') double.taken.push(mail);
        if (answer === 'hang-up' || answer === 'keep-and-hang-up') hangUp(server, session.id);
        else setTimeout(() => done(replyError(answer)), double.script.delayMs ?? 0);
      });
    },
    ...script.options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  double.port = (server.server.address() as AddressInfo).port;
  double.stop = () =>
    new Promise((resolve) => {
      for (const connection of connectionsOf(server)) connection._socket.destroy();
      server.close(() => resolve());
    });
  return double;
}

interface Connection {
  id: string;
  _socket: { destroy(): void };
}

function connectionsOf(server: SMTPServer): Connection[] {
  return [...(server as unknown as { connections: Set<Connection> }).connections];
}

function hangUp(server: SMTPServer, id: string): void {
  connectionsOf(server)
    .find((connection) => connection.id === id)
    ?._socket.destroy();
}

function replyError(reply: string | null): Error | null {
  if (reply === null) return null;
  const [, code, text] = /^(\d{3}) ?(.*)$/s.exec(reply) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}
