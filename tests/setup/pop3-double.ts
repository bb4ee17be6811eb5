import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { ServerCertificate } from './certificates.ts';

export interface HeldMail {
  uidl: string;
  raw: Buffer;
  /** Bytes announced by LIST; left out: the truth. */
  announced?: number;
}

/** How the server behaves; may be changed while it runs. */
export interface Pop3Script {
  /** Everything is sent byte by byte, each in a packet of its own as far as the kernel lets it. */
  byByte?: boolean;
  /** An answer of its own to a command: text, or `'hang'` for none ever, or `'drop'` for the end of the connection. */
  answers?: Record<string, string>;
  /** The connection ends after so many bytes of each mail. */
  dropAfterBytes?: number;
  /** The connection ends at QUIT: before anything was deleted, or after. */
  dropAtQuit?: 'undone' | 'done';
  /** A mail without an end, instead of every mail. */
  endless?: boolean;
  greeting?: string;
  login?: { user: string; password: string };
  /** Whose a bearer token is (XOAUTH2); null for nobody's. */
  bearer?: (token: string) => string | null;
  /** STLS is offered with this certificate; left out: it is not. */
  certificate?: ServerCertificate;
}

export interface Pop3Double {
  port: number;
  script: Pop3Script;
  /** What lies in the mailbox. */
  mails: HeldMail[];
  /** Commands as they came, secrets included. */
  commands: string[];
  stop(): Promise<void>;
}

/** A POP3 server in this process with one mailbox, whose misbehaviour a test scripts. */
export async function startPop3Double(script: Pop3Script = {}): Promise<Pop3Double> {
  const double: Pop3Double = { port: 0, script, mails: [], commands: [], stop: async () => undefined };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new Session(double, socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  double.port = (server.address() as AddressInfo).port;
  double.stop = () =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return double;
}

class Session {
  readonly #double: Pop3Double;
  #socket: Socket;
  #user = '';
  #signedIn = false;
  #awaitsToken = false;
  #refusedToken = false;
  /** As they were when the session began: numbers stay. */
  readonly #mails: HeldMail[];
  readonly #deleted = new Set<HeldMail>();

  constructor(double: Pop3Double, socket: Socket) {
    this.#double = double;
    this.#socket = socket;
    this.#mails = [...double.mails];
    this.#listen();
    void this.#send(`${double.script.greeting ?? '+OK ready'}\r\n`);
  }

  #listen(): void {
    let text = '';
    this.#socket.setNoDelay(true);
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', async (data) => {
      text += data.toString('latin1');
      for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n')) {
        const line = text.slice(0, at);
        text = text.slice(at + 2);
        this.#double.commands.push(line);
        await this.#answer(line);
      }
    });
  }

  async #answer(line: string): Promise<void> {
    const { script } = this.#double;
    if (this.#awaitsToken || this.#refusedToken) return this.#send(this.#judgeToken(line));
    const [command = '', argument = ''] = line.split(/ (.*)/s);
    const scripted = script.answers?.[line] ?? script.answers?.[command.toUpperCase()];
    if (scripted === 'hang') return;
    if (scripted === 'drop') {
      this.#socket.destroy();
      return;
    }
    if (scripted !== undefined) return this.#send(scripted);
    switch (command.toUpperCase()) {
      case 'CAPA':
        return this.#send(`+OK\r\n${this.#capabilities().join('\r\n')}\r\n.\r\n`);
      case 'STLS':
        return this.#secure();
      case 'USER':
        this.#user = argument;
        return this.#send('+OK\r\n');
      case 'PASS':
        this.#signedIn = !script.login || (this.#user === script.login.user && argument === script.login.password);
        return this.#send(this.#signedIn ? '+OK welcome\r\n' : '-ERR [AUTH] wrong user name or password\r\n');
      case 'AUTH':
        this.#awaitsToken = argument === 'XOAUTH2' && script.bearer !== undefined;
        return this.#send(this.#awaitsToken ? '+ \r\n' : '-ERR mechanism not known\r\n');
      case 'QUIT':
        return this.#quit();
    }
    return this.#send(
      this.#signedIn ? this.#transact(command.toUpperCase(), Number(argument)) : '-ERR sign in first\r\n',
    );
  }

  #capabilities(): string[] {
    const { certificate, bearer } = this.#double.script;
    return ['USER', 'UIDL', 'TOP', ...(certificate ? ['STLS'] : []), ...(bearer ? ['SASL XOAUTH2'] : [])];
  }

  #judgeToken(line: string): string {
    if (this.#refusedToken) {
      this.#refusedToken = false;
      return '-ERR [AUTH] Authentication failed\r\n';
    }
    this.#awaitsToken = false;
    const fields = Buffer.from(line, 'base64').toString().split('\u0001');
    const user = fields[0]?.replace(/^user=/, '');
    const token = fields[1]?.replace(/^auth=Bearer /, '');
    this.#signedIn = user !== undefined && this.#double.script.bearer?.(token ?? '') === user;
    if (this.#signedIn) return '+OK welcome\r\n';
    this.#refusedToken = true;
    return `+ ${Buffer.from('{"status":"401","schemes":"bearer"}').toString('base64')}\r\n`;
  }

  #transact(command: string, number: number): Buffer | string {
    const here = this.#mails
      .map((mail, index) => ({ mail, number: index + 1 }))
      .filter(({ mail }) => !this.#deleted.has(mail));
    const lines = (of: (mail: HeldMail) => string | number) =>
      `+OK\r\n${here.map(({ mail, number: n }) => `${n} ${of(mail)}\r\n`).join('')}.\r\n`;
    if (command === 'UIDL') return lines(({ uidl }) => uidl);
    if (command === 'LIST') return lines(({ raw, announced }) => announced ?? raw.length);
    const found = here.find((one) => one.number === number)?.mail;
    if (!found) return '-ERR no such mail\r\n';
    if (command === 'RETR') return Buffer.concat([Buffer.from('+OK\r\n'), stuffed(found.raw), Buffer.from('.\r\n')]);
    if (command === 'DELE') {
      this.#deleted.add(found);
      return '+OK\r\n';
    }
    return '-ERR not known\r\n';
  }

  async #quit(): Promise<void> {
    const { dropAtQuit } = this.#double.script;
    if (dropAtQuit !== 'undone') this.#double.mails = this.#double.mails.filter((mail) => !this.#deleted.has(mail));
    if (!dropAtQuit) await this.#send('+OK bye\r\n');
    this.#socket.end();
    if (dropAtQuit) this.#socket.destroy();
  }

  async #secure(): Promise<void> {
    const { certificate } = this.#double.script;
    if (!certificate) return this.#send('-ERR not known\r\n');
    await this.#send('+OK\r\n');
    this.#socket.removeAllListeners('data');
    this.#socket = new TLSSocket(this.#socket, { isServer: true, secureContext: createSecureContext(certificate) });
    this.#listen();
  }

  async #send(answer: Buffer | string): Promise<void> {
    const { byByte, dropAfterBytes, endless } = this.#double.script;
    const bytes = Buffer.from(answer);
    const isMail = Buffer.isBuffer(answer);
    if (isMail && dropAfterBytes !== undefined) {
      this.#socket.write(bytes.subarray(0, dropAfterBytes), () => this.#socket.destroy());
      return;
    }
    if (isMail && endless) return this.#sendEndlessly();
    if (!byByte) {
      this.#socket.write(bytes);
      return;
    }
    for (const byte of bytes) {
      if (this.#socket.destroyed) return;
      await new Promise<void>((resolve) => this.#socket.write(Buffer.of(byte), () => setImmediate(resolve)));
    }
  }

  async #sendEndlessly(): Promise<void> {
    const line = Buffer.from(`${'x'.repeat(998)}\r\n`.repeat(64));
    this.#socket.write('+OK\r\n');
    while (!this.#socket.destroyed) {
      await new Promise<void>((resolve) => this.#socket.write(line, () => setImmediate(resolve)));
    }
  }
}

/** As RFC 1939 section 3 wants it: a dot before each line that begins with one. */
function stuffed(raw: Buffer): Buffer {
  const text = raw
    .toString('latin1')
    .replace(/^\./, '..')
    .replace(/\r\n\./g, '\r\n..');
  return Buffer.from(text === '' || text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1');
}
