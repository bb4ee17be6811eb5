import type { Socket } from 'node:net';
import type { DoubleMail, FetchTrouble, ImapDouble } from './imap-double.ts';

const fiveGigabytes = 5_368_709_120;

/** One connection to the double: reads commands line by line and answers them in order. */
export class ImapSession {
  readonly #double: ImapDouble;
  readonly #socket: Socket;
  #read = '';
  #selected = false;
  #idleTag: string | null = null;
  #answering: Promise<void> = Promise.resolve();

  constructor(double: ImapDouble, socket: Socket) {
    this.#double = double;
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (data) => this.#take(data.toString('latin1')));
    if (!double.trouble.bye) this.#say('* OK ready');
    else socket.end('* BYE not today\r\n');
  }

  end(): void {
    this.#socket.destroy();
  }

  tellExists(): void {
    if (this.#idleTag !== null && this.#selected) this.#say(`* ${this.#double.mails.length} EXISTS`);
  }

  tellExpunge(seq: number): void {
    if (this.#idleTag !== null && this.#selected) this.#say(`* ${seq} EXPUNGE`);
  }

  #say(line: string | Buffer): void {
    if (this.#double.trouble.silent || this.#socket.destroyed) return;
    this.#socket.write(typeof line === 'string' ? `${line}\r\n` : line);
  }

  #take(text: string): void {
    this.#read += text;
    for (let end = this.#read.indexOf('\r\n'); end >= 0; end = this.#read.indexOf('\r\n')) {
      const line = this.#read.slice(0, end);
      this.#read = this.#read.slice(end + 2);
      this.#answering = this.#answering.then(() => this.#answer(line));
    }
  }

  async #answer(line: string): Promise<void> {
    if (line.toUpperCase() === 'DONE') return this.#endIdle();
    const [tag = '', ...words] = line.split(' ');
    const command = words.join(' ');
    this.#double.commands.push(command);
    if (this.#double.trouble.onCommand?.(command) === 'drop') return this.end();
    const name = (words[0] ?? '').toUpperCase() === 'UID' ? `UID ${words[1]?.toUpperCase()}` : words[0]?.toUpperCase();
    switch (name) {
      case 'CAPABILITY':
        this.#say(`* CAPABILITY ${this.#capabilities()}`);
        break;
      case 'LIST':
        if (!this.#double.trouble.noFolder) this.#say('* LIST () "/" INBOX');
        break;
      case 'SELECT':
      case 'EXAMINE':
        return this.#select(tag);
      case 'UID SEARCH':
        this.#search(command);
        break;
      case 'UID FETCH':
        if (!(await this.#fetch(tag, command))) return;
        break;
      case 'UID STORE':
        this.#store(command);
        break;
      case 'IDLE':
        this.#idleTag = tag;
        this.#say('+ idling');
        // As real servers do: a mail that came since the last command would not be heard of otherwise.
        return this.tellExists();
      case 'LOGOUT':
        this.#say('* BYE');
        this.#say(`${tag} OK`);
        this.#socket.end();
        return;
    }
    // Mails that came meanwhile are told with the answer to any command.
    if (this.#selected && name !== 'UID FETCH') this.#say(`* ${this.#double.mails.length} EXISTS`);
    this.#say(`${tag} OK done`);
  }

  #capabilities(): string {
    const { noIdle, noEsearch } = this.#double.trouble;
    return ['IMAP4rev1', ...(noIdle ? [] : ['IDLE']), ...(noEsearch ? [] : ['ESEARCH'])].join(' ');
  }

  #endIdle(): void {
    const tag = this.#idleTag;
    this.#idleTag = null;
    if (tag !== null) this.#say(`${tag} OK done`);
  }

  #select(tag: string): void {
    const { mails, uidNext, uidValidity, trouble } = this.#double;
    const refusal = trouble.noSelect ? '[SERVERBUG] come back later' : '[NONEXISTENT] no such folder';
    if (trouble.noSelect || trouble.noFolder) {
      this.#say(`${tag} NO ${refusal}`);
      return;
    }
    this.#selected = true;
    this.#say('* FLAGS (\\Seen)');
    this.#say(`* ${mails.length} EXISTS`);
    this.#say(`* OK [UIDVALIDITY ${uidValidity}] ok`);
    if (!trouble.noUidNext) this.#say(`* OK [UIDNEXT ${uidNext}] ok`);
    this.#say(`${tag} OK [READ-WRITE] selected`);
  }

  #search(command: string): void {
    const found = this.#double.mails.filter((mail) => this.#matches(command, mail)).map(({ uid }) => uid);
    if (/RETURN \(ALL\)/i.test(command)) this.#say(`* ESEARCH UID${found.length > 0 ? ` ALL ${found.join(',')}` : ''}`);
    else this.#say(`* SEARCH ${found.join(' ')}`.trimEnd());
  }

  #matches(command: string, { uid, seen, internalDate }: DoubleMail): boolean {
    if (/UNSEEN|NOT SEEN/i.test(command) && seen) return false;
    const since = /SINCE (\S+)/i.exec(command)?.[1];
    if (since && internalDate < new Date(`${since} 00:00 UTC`)) return false;
    const set = / UID (\d\S*)/.exec(command)?.[1];
    return set === undefined || this.#inSet(set, uid);
  }

  #inSet(set: string, uid: number): boolean {
    const last = this.#double.mails.at(-1)?.uid ?? 0;
    return set.split(',').some((part) => {
      const [from = 0, to = from] = part.split(':').map((end) => (end === '*' ? last : Number(end)));
      return uid >= Math.min(from, to) && uid <= Math.max(from, to);
    });
  }

  #store(command: string): void {
    const [, , set = ''] = command.split(' ');
    for (const mail of this.#double.mails) {
      if (this.#inSet(set, mail.uid)) mail.seen ||= command.includes('\\Seen');
    }
  }

  /** @returns false where the command has been answered, or never will be */
  async #fetch(tag: string, command: string): Promise<boolean> {
    const [, , set = ''] = command.split(' ');
    for (const mail of this.#double.mails.filter(({ uid }) => this.#inSet(set, uid))) {
      const trouble = command.includes('BODY') ? this.#double.trouble.onFetch?.(mail.uid) : undefined;
      if (trouble === 'no') this.#say(`${tag} NO [SERVERBUG] cannot read`);
      if (trouble === 'no') return false;
      if (!(await this.#deliver(mail, command, trouble))) return false;
      if (this.#socket.destroyed) return false;
    }
    return true;
  }

  async #deliver(mail: DoubleMail, command: string, trouble: FetchTrouble | undefined): Promise<boolean> {
    const seq = this.#double.mails.indexOf(mail) + 1;
    if (trouble === 'skip') return true;
    if (trouble === 'expunge') {
      this.#double.mails.splice(seq - 1, 1);
      this.#say(`* ${seq} EXPUNGE`);
      return true;
    }
    if (trouble === 'malformed') {
      this.#say(`* ${seq} FETCH (UID ${mail.uid} ENVELOPE ("x" NIL ((("a" BODY[] {3`);
      return true;
    }
    const named = trouble === 'other' ? mail.uid + 100_000 : mail.uid;
    const partial = /BODY\.PEEK\[\]<(\d+)\.(\d+)>/.exec(command);
    const [start, length] = [Number(partial?.[1] ?? 0), Number(partial?.[2] ?? Number.POSITIVE_INFINITY)];
    const body = trouble === 'empty' ? Buffer.alloc(0) : mail.raw.subarray(start, start + length);
    const items = [`UID ${named}`];
    if (command.includes('RFC822.SIZE')) items.push(`RFC822.SIZE ${mail.raw.length}`);
    if (command.includes('INTERNALDATE')) items.push(`INTERNALDATE "${imapDate(mail.internalDate)}"`);
    if (command.includes('FLAGS')) items.push(`FLAGS (${mail.seen ? '\\Seen' : ''})`);
    if (!command.includes('BODY')) {
      this.#say(`* ${seq} FETCH (${items.join(' ')})`);
      return true;
    }
    const size = trouble === 'huge' ? fiveGigabytes : body.length;
    const head = `* ${seq} FETCH (${items.join(' ')} BODY[]${partial ? `<${start}>` : ''} {${size}}`;
    if (trouble === 'huge') return this.#flood(head);
    if (trouble === 'disconnect') {
      this.#say(head);
      this.#socket.end(body.subarray(0, Math.floor(body.length / 2)));
      return false;
    }
    const answer = Buffer.concat([Buffer.from(`${head}\r\n`), body, Buffer.from(')\r\n')]);
    if (trouble === 'drip') await this.#drip(answer);
    else if (!this.#double.trouble.silent && !this.#socket.write(answer)) await this.#drained();
    return true;
  }

  async #drip(answer: Buffer): Promise<void> {
    for (const byte of answer) {
      this.#say(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Sends until the client hangs up. */
  async #flood(head: string): Promise<false> {
    this.#say(head);
    const junk = Buffer.alloc(65_536, 'x');
    while (!this.#socket.destroyed && this.#socket.writable) {
      if (!this.#socket.write(junk)) await this.#drained();
    }
    return false;
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => resolve();
      this.#socket.once('drain', done);
      this.#socket.once('close', done);
    });
  }
}

/** `02-Mar-2026 10:00:00 +0000` */
function imapDate(date: Date): string {
  const [, day = '', month = '', year = '', time = ''] = date.toUTCString().split(' ');
  return `${day}-${month}-${year} ${time} +0000`;
}
