import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { messageOf } from '#lib/core/errors.ts';
import { Pop3Error } from './pop3-error.ts';

/** RFC 2449 allows 512 bytes; servers are known to exceed it, but none comes near this. */
const longestLine = 8192;
const newline = 0x0a;

/** The bytes of a POP3 connection: read as they are wanted, so that a slow database slows the server down. */
export class Pop3Socket {
  #socket: Socket;
  #waiting: Buffer = Buffer.alloc(0);
  #failure: Error | null = null;
  readonly #timeoutMs: number;

  /** @param timeoutMs of silence after which the server counts as stuck */
  constructor(socket: Socket, timeoutMs: number) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    this.#listen(socket);
  }

  get usable(): boolean {
    return !this.#socket.destroyed && this.#failure === null;
  }

  /** Some bytes, at least one. @throws Pop3Error at the end of the connection, and after too long a silence */
  async read(): Promise<Buffer> {
    if (this.#waiting.length > 0) {
      const bytes = this.#waiting;
      this.#waiting = Buffer.alloc(0);
      return bytes;
    }
    for (;;) {
      const piece: Buffer | null = this.#socket.read();
      if (piece) return piece;
      if (this.#failure || this.#socket.readableEnded || this.#socket.destroyed) throw brokenOff(this.#failure);
      await this.#untilReadable();
    }
  }

  /** Puts bytes back that were read too far. */
  unread(bytes: Buffer): void {
    this.#waiting = bytes;
  }

  /** One line without its end. @throws Pop3Error for a line that is longer than any reply */
  async readLine(): Promise<string> {
    for (let bytes = this.#waiting; ; ) {
      const at = bytes.indexOf(newline);
      if (at > longestLine || (at < 0 && bytes.length > longestLine)) {
        throw new Pop3Error('fetch', 'The server does not speak POP3: it sent a line that is longer than any reply.');
      }
      if (at >= 0) {
        this.#waiting = bytes.subarray(at + 1);
        return bytes.toString('utf8', 0, at).replace(/\r$/, '');
      }
      this.#waiting = Buffer.alloc(0);
      bytes = Buffer.concat([bytes, await this.read()]);
    }
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  /**
   * Encrypts the connection from here on.
   * @param host whose certificate it must be, where it is checked
   * @throws Pop3Error where it cannot be, or something came before that could only pretend to have come after it
   */
  async secure(host: string, isChecked: boolean): Promise<TLSSocket> {
    if (this.#waiting.length > 0)
      throw new Pop3Error('tls', 'The server answered before it was asked: somebody may be in between.');
    const servername = isIP(host) ? {} : { servername: host };
    const secured = connectTls({ socket: this.#socket, host, ...servername, rejectUnauthorized: isChecked });
    this.#socket = secured;
    this.#listen(secured);
    await this.#untilSecured(secured);
    return secured;
  }

  close(): void {
    this.#socket.destroy();
  }

  #listen(socket: Socket): void {
    socket.on('error', (error) => {
      this.#failure ??= error;
    });
  }

  #untilReadable(): Promise<void> {
    return this.#until(this.#socket, ['readable', 'end', 'close', 'error']);
  }

  async #untilSecured(socket: TLSSocket): Promise<void> {
    await this.#until(socket, ['secureConnect', 'close', 'error']);
    if (this.#failure)
      throw new Pop3Error('tls', `The connection could not be encrypted: ${messageOf(this.#failure)}.`);
    if (socket.destroyed) throw new Pop3Error('tls', 'The server closed the connection instead of encrypting it.');
  }

  #until(socket: Socket, events: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error) => {
        clearTimeout(timer);
        for (const event of events) socket.removeListener(event, onEvent);
        if (error) reject(error);
        else resolve();
      };
      const onEvent = () => finish();
      const timer = setTimeout(() => finish(new Pop3Error('tcp', 'The server fell silent.')), this.#timeoutMs);
      for (const event of events) socket.once(event, onEvent);
    });
  }
}

function brokenOff(cause: Error | null): Pop3Error {
  const words = cause ? ` (${messageOf(cause)})` : '';
  return new Pop3Error('tcp', `The server closed the connection${words}.`);
}
