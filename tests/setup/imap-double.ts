import { createServer, type Server, type Socket } from 'node:net';
import { ImapSession } from './imap-session.ts';

/** A mail in the mailbox of the double. */
export interface DoubleMail {
  uid: number;
  raw: Buffer;
  seen: boolean;
  internalDate: Date;
}

/** What happens instead of delivering a mail that was asked for. */
export type FetchTrouble =
  /** No answer for this mail. */
  | 'skip'
  /** An answer no parser can read. */
  | 'malformed'
  /** The connection ends in the middle of the mail. */
  | 'disconnect'
  /** Five gigabytes are announced, and sent without end. */
  | 'huge'
  /** An empty mail. */
  | 'empty'
  /** The answer of another mail. */
  | 'other'
  /** It is deleted by somebody else at this very moment. */
  | 'expunge'
  /** Byte by byte. */
  | 'drip'
  /** The whole command is refused. */
  | 'no';

/** How the double misbehaves; changed at will while it runs. */
export interface ImapTrouble {
  /** The server offers no IDLE. */
  noIdle?: boolean;
  /** The server answers with lists of numbers, as before RFC 4731. */
  noEsearch?: boolean;
  /** SELECT does not tell UIDNEXT. */
  noUidNext?: boolean;
  /** BYE instead of a greeting. */
  bye?: boolean;
  /** SELECT is answered with NO. */
  noSelect?: boolean;
  /** The folder is not there. */
  noFolder?: boolean;
  /** Connections look alive and say nothing any more. */
  silent?: boolean;
  /** Asked for each mail of a FETCH. */
  onFetch?: (uid: number) => FetchTrouble | undefined;
  /** Told each command before it is answered; `drop` hangs up instead. */
  onCommand?: (line: string) => 'drop' | undefined;
}

/** An IMAP server in this process with one mailbox, which does what it should until it is told otherwise. */
export class ImapDouble {
  readonly port: number;
  uidValidity = 1000;
  uidNext = 1;
  mails: DoubleMail[] = [];
  trouble: ImapTrouble = {};
  /** Commands in the order they came, without tags. */
  readonly commands: string[] = [];
  readonly sessions = new Set<ImapSession>();
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async start(): Promise<ImapDouble> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const double = new ImapDouble(server, (server.address() as { port: number }).port);
    server.on('connection', (socket) => double.#meet(socket));
    return double;
  }

  #meet(socket: Socket): void {
    const session = new ImapSession(this, socket);
    this.sessions.add(session);
    socket.on('close', () => this.sessions.delete(session));
  }

  /** Puts a mail into the mailbox, and tells who listens. @returns its UID */
  deliver(raw: Buffer, { seen = false, internalDate = new Date() } = {}): number {
    const uid = this.uidNext++;
    this.mails.push({ uid, raw, seen, internalDate });
    for (const session of this.sessions) session.tellExists();
    return uid;
  }

  /** Deletes a mail, as another program does. */
  expunge(uid: number): void {
    const index = this.mails.findIndex((mail) => mail.uid === uid);
    if (index < 0) return;
    this.mails.splice(index, 1);
    for (const session of this.sessions) session.tellExpunge(index + 1);
  }

  markSeen(uid: number): void {
    const mail = this.mails.find((one) => one.uid === uid);
    if (mail) mail.seen = true;
  }

  /** All numbers are given out anew. */
  renumber(uidValidity = this.uidValidity + 1): void {
    this.uidValidity = uidValidity;
    this.mails = this.mails.map((mail, index) => ({ ...mail, uid: index + 1 }));
    this.uidNext = this.mails.length + 1;
    this.hangUp();
  }

  hangUp(): void {
    for (const session of this.sessions) session.end();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
