import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A client that says exactly what a test wants, line by line, and hears what the server answers. */
export class SmtpDialogue {
  #socket: Socket;
  #heard = '';
  #wake: () => void = () => undefined;
  #ended = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  /** Connects and hears the greeting. */
  static async open(port: number): Promise<SmtpDialogue> {
    const dialogue = new SmtpDialogue(connect(port, '127.0.0.1'));
    await dialogue.reply();
    return dialogue;
  }

  #listen(): void {
    this.#socket.on('data', (data) => {
      this.#heard += data;
      this.#wake();
    });
    const over = () => {
      this.#ended = true;
      this.#wake();
    };
    this.#socket.on('close', over).on('error', over);
  }

  /** Sends a line and answers the whole reply to it. */
  say(line: string): Promise<string> {
    this.send(`${line}\r\n`);
    return this.reply();
  }

  send(bytes: string | Buffer): void {
    this.#socket.write(bytes);
  }

  /** Waits until what was sent has left, as a client with a large mail does. */
  drained(): Promise<void> {
    if (!this.#socket.writableNeedDrain) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#socket.once('drain', resolve);
    this.#wake = resolve; // where the server hangs up
    return promise;
  }

  /** The next whole reply, lines joined; what was said last where the server has hung up. */
  async reply(limitMs = 20_000): Promise<string> {
    const deadline = Date.now() + limitMs;
    while (Date.now() < deadline) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(this.#heard)?.[0];
      if (whole) {
        this.#heard = this.#heard.slice(whole.length);
        return whole.trim();
      }
      if (this.#ended) throw new Error(`the server hung up, saying: ${this.#heard}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, deadline - Date.now()).unref();
      });
    }
    throw new Error(`no reply within ${limitMs} ms`);
  }

  /** EHLO or LHLO, MAIL, and RCPT for each address; answers the replies to the RCPTs. */
  async envelope(hello: string, from: string, recipients: string[]): Promise<string[]> {
    await this.say(hello);
    await this.say(`MAIL FROM:<${from}>`);
    const replies: string[] = [];
    for (const recipient of recipients) replies.push(await this.say(`RCPT TO:<${recipient}>`));
    return replies;
  }

  /** DATA with dots stuffed and the final dot; answers the first reply. */
  async data(raw: Buffer): Promise<string> {
    await this.say('DATA');
    this.send(Buffer.from(raw.toString('latin1').replace(/^\./gm, '..'), 'latin1'));
    this.send(raw.subarray(-2).toString() === '\r\n' ? '.\r\n' : '\r\n.\r\n');
    return this.reply();
  }

  async startTls(): Promise<void> {
    await this.say('STARTTLS');
    this.#socket.removeAllListeners();
    const secured = connectTls({ socket: this.#socket, rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => secured.once('secureConnect', () => resolve()).once('error', reject));
    this.#socket = secured;
    this.#listen();
  }

  end(): void {
    this.#socket.destroy();
  }
}
