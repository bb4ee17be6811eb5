import type { TLSSocket } from 'node:tls';
import { Pop3Error, type Pop3Stage } from './pop3-error.ts';
import type { Pop3Socket } from './pop3-socket.ts';
import { DotUnstuffer } from './unstuff-dots.ts';

/** A list longer than this would not fit into memory with ease. */
const longestList = 250_000;

/** A mail as the server lists it. Its number is good for this session only. */
export interface ListedMail {
  number: number;
  /** The server's lasting name of the mail (RFC 1939 section 7). */
  uidl: string;
  /** Bytes as announced; 0 where the server says nothing. */
  size: number;
}

/** A POP3 session (RFC 1939, with CAPA of RFC 2449, STLS of RFC 2595, AUTH of RFC 5034). One command at a time. */
export class Pop3Client {
  readonly #socket: Pop3Socket;

  constructor(socket: Pop3Socket) {
    this.#socket = socket;
  }

  /** False once the connection is gone: whatever was marked for deletion stays then. */
  get usable(): boolean {
    return this.#socket.usable;
  }

  /** @returns the server's first words */
  async greeting(): Promise<string> {
    const line = await this.#socket.readLine();
    if (line.startsWith('+OK')) return line;
    const words = line.startsWith('-ERR')
      ? 'The server does not let us in.'
      : 'Something answers, but does not greet as a POP3 server does. Check port and encryption.';
    throw new Pop3Error('greeting', words, line.slice(0, 500));
  }

  /** What the server can, in upper case; empty where it does not say. */
  async capabilities(): Promise<string[]> {
    try {
      return (await this.#list('CAPA', 'capa', 1000)).map((line) => line.toUpperCase());
    } catch (error) {
      // CAPA is optional.
      if (error instanceof Pop3Error && error.reply.startsWith('-ERR')) return [];
      throw error;
    }
  }

  /** Encrypts the connection. @throws Pop3Error where the server does not want to; never goes on unencrypted */
  async startTls(host: string, isChecked: boolean): Promise<TLSSocket> {
    const reply = await this.#ask('STLS', 'tls');
    if (!reply.startsWith('+OK')) {
      throw new Pop3Error('tls', 'The server offers no STARTTLS (STLS) on this port. Choose TLS with port 995.', reply);
    }
    return this.#socket.secure(host, isChecked);
  }

  /** @throws Pop3Error with what the server said */
  async signIn(user: string, password: string): Promise<string> {
    const first = await this.#ask(`USER ${user}`, 'login');
    if (!first.startsWith('+OK')) throw new Pop3Error('login', 'The server refused the user name.', first);
    return this.#signedIn(await this.#ask(`PASS ${password}`, 'login'), 'The server refused user name or password.');
  }

  /** Signs in with the token of a connected account. The token is too long for one line with its command (RFC 5034 section 4). */
  async signInWithToken(user: string, token: string): Promise<string> {
    const asked = await this.#ask('AUTH XOAUTH2', 'login');
    if (!/^\+(?!OK)/.test(asked))
      throw new Pop3Error('login', 'The server takes no connected accounts (XOAUTH2).', asked);
    let answer = await this.#ask(
      Buffer.from(`user=${user}\x01auth=Bearer ${token}\x01\x01`).toString('base64'),
      'login',
    );
    // Why a token is refused comes as a challenge; an empty answer brings the refusal itself.
    if (/^\+(?!OK)/.test(answer)) answer = `${await this.#ask('', 'login')} ${decoded(answer)}`.trim();
    return this.#signedIn(answer, 'The server did not accept the connected account.');
  }

  /** Every mail of the mailbox, in the server's order. @throws Pop3Error where the server gives mails no lasting names */
  async listing(): Promise<ListedMail[]> {
    const names = await this.#list('UIDL', 'list', longestList).catch(withoutUidl);
    const sizes = new Map((await this.#list('LIST', 'list', longestList)).map((line) => pairOf(line, 'LIST')));
    const numbers = new Set<number>();
    return names.map((line) => {
      const [number, uidl] = pairOf(line, 'UIDL');
      if (numbers.has(number)) throw notAList('UIDL', line);
      numbers.add(number);
      return { number, uidl, size: Number(sizes.get(number)) || 0 };
    });
  }

  /**
   * The raw mail, dots unstuffed. Whoever stops reading early loses the connection: its rest cannot be skipped.
   * @throws Pop3Error with the server's words where it does not give the mail
   */
  async *retrieve(number: number): AsyncGenerator<Buffer> {
    await this.#expect(`RETR ${number}`, 'fetch', 'The server does not give this mail.');
    const unstuffer = new DotUnstuffer();
    let complete = false;
    try {
      while (!complete) {
        const { data, rest } = unstuffer.push(await this.#socket.read());
        if (rest) {
          this.#socket.unread(rest);
          complete = true;
        }
        if (data.length > 0) yield data;
      }
    } finally {
      if (!complete) this.close();
    }
  }

  /** Marks a mail for deletion; it is deleted when {@link quit} is answered. */
  async remove(number: number): Promise<void> {
    await this.#expect(`DELE ${number}`, 'fetch', 'The server does not delete this mail.');
  }

  /** Ends the session. @returns the server's words: only with `+OK` everything marked is deleted */
  async quit(): Promise<string> {
    const reply = await this.#ask('QUIT', 'fetch');
    this.close();
    return reply;
  }

  close(): void {
    this.#socket.close();
  }

  async #ask(command: string, stage: Pop3Stage): Promise<string> {
    if (/[\r\n\0]/.test(command)) throw new Pop3Error(stage, 'User name and password cannot contain line breaks.');
    this.#socket.write(`${command}\r\n`);
    const reply = await this.#socket.readLine();
    if (/^(?:\+OK\b|-ERR\b|\+(?: |$))/.test(reply)) return reply;
    throw new Pop3Error(
      stage,
      'The server does not speak POP3: its answer is neither +OK nor -ERR.',
      reply.slice(0, 500),
    );
  }

  async #expect(command: string, stage: Pop3Stage, words: string): Promise<string> {
    const reply = await this.#ask(command, stage);
    if (reply.startsWith('+OK')) return reply;
    throw new Pop3Error(stage, words, reply);
  }

  async #list(command: string, stage: Pop3Stage, most: number): Promise<string[]> {
    await this.#expect(command, stage, `The server refuses ${command}.`);
    const lines: string[] = [];
    for (;;) {
      const line = await this.#socket.readLine();
      if (line === '.') return lines;
      if (lines.length >= most)
        throw new Pop3Error(stage, `The server lists more than ${most} entries. Move old mails elsewhere.`);
      lines.push(line.startsWith('.') ? line.slice(1) : line);
    }
  }

  #signedIn(reply: string, words: string): string {
    if (reply.startsWith('+OK')) return reply;
    throw new Pop3Error('login', refusalOf(reply) ?? words, reply);
  }
}

/** Refusals that are about something else than the password (RFC 2449 section 8.1, RFC 3206). */
function refusalOf(reply: string): string | null {
  if (/\[IN-USE\]/i.test(reply)) return 'Another program has the mailbox open: POP3 lets in one at a time.';
  if (/\[LOGIN-DELAY\]/i.test(reply)) return 'The server wants more time between two sign-ins.';
  if (/\[SYS\//i.test(reply)) return 'The server cannot open the mailbox.';
  return null;
}

function withoutUidl(error: unknown): never {
  const refused = error instanceof Pop3Error && error.reply.startsWith('-ERR');
  if (!refused) throw error;
  const words = 'The server has no UIDL: nobody could tell which mails were taken before. Use IMAP for this mailbox.';
  throw new Pop3Error('list', words, error.reply);
}

/** `<number> <word>`, as in a line of UIDL and LIST. */
function pairOf(line: string, command: string): [number, string] {
  const [, number = '', word = ''] = /^([1-9]\d{0,9}) +([\x21-\x7e]{1,255})(?: |$)/.exec(line) ?? [];
  if (!number) throw notAList(command, line);
  return [Number(number), word];
}

function notAList(command: string, line: string): Pop3Error {
  return new Pop3Error('list', `The server answers ${command} with something that is no list.`, line.slice(0, 200));
}

function decoded(challenge: string): string {
  return Buffer.from(challenge.slice(2), 'base64')
    .toString('utf8')
    .replace(/[^\x20-\x7e]/g, '')
    .slice(0, 300);
}
