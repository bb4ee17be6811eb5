import type { Socket } from 'node:net';
import pg from 'pg';

/** A statement that was asked so often is worth keeping parsed and planned on every connection. */
const worthwhile = 10;
/** Each costs a connection of the server some ten kilobytes; a list of ids of every length would be a statement each. */
const mostNames = 150;
const mostTexts = 2000;
const longestText = 8000;

const uses = new Map<string, number>();
const names = new Map<string, string>();

/**
 * A connection that names the statements a process asks again and again, so that PostgreSQL parses and plans them once:
 * of an incoming mail that is a third of the database's work. What is asked within one turn leaves as one packet, and
 * what is asked while answers are on their way leaves when they are there: a packet costs more than what it asks.
 */
export class PreparedClient extends pg.Client {
  /** What is being asked, and what was asked last. */
  #next: Packet | null = null;
  #sent: Packet | null = null;

  override query(...given: unknown[]): never {
    const [config] = given;
    if (isNameless(config)) given[0] = { ...config, name: nameOf(config.text) };
    const answered = this.#join();
    const callback = given.at(-1);
    if (typeof callback === 'function') {
      given[given.length - 1] = (...answer: unknown[]) => {
        answered();
        callback(...answer);
      };
    }
    try {
      const answer: unknown = super.query(...(given as [string]));
      if (answer instanceof Promise) answer.then(answered, answered);
      // Who brings a callback or a submittable in the config is not waited for.
      else if (typeof callback !== 'function') answered();
      return answer as never;
    } catch (error) {
      answered();
      throw error;
    }
  }

  /** @returns is to be called when the answer is there */
  #join(): () => void {
    const packet = this.#next ?? { unanswered: 0 };
    if (!this.#next) {
      this.#next = packet;
      this.#stream().cork();
      if (!this.#sent) process.nextTick(() => this.#send());
    }
    packet.unanswered += 1;
    return () => {
      packet.unanswered -= 1;
      if (packet !== this.#sent || packet.unanswered > 0) return;
      this.#sent = null;
      // Whoever waited for this answer asks the next within this turn.
      if (this.#next) setImmediate(() => this.#send());
    };
  }

  #send(): void {
    const packet = this.#next;
    if (!packet) return;
    this.#next = null;
    this.#sent = packet.unanswered > 0 ? packet : null;
    this.#stream().uncork();
  }

  #stream(): Socket {
    return (this as unknown as { connection: { stream: Socket } }).connection.stream;
  }
}

interface Packet {
  unanswered: number;
}

interface Nameless {
  text: string;
}

/** `BEGIN` and the like have nothing to plan; Drizzle gives the parameters beside the text. */
function isNameless(config: unknown): config is Nameless {
  if (typeof config !== 'object' || config === null || 'submit' in config) return false;
  const { text, name } = config as { text?: unknown; name?: unknown };
  return name === undefined && typeof text === 'string' && text.includes('$1') && text.length <= longestText;
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostNames) return known;
  const count = (uses.get(text) ?? 0) + 1;
  if (uses.size >= mostTexts) uses.clear();
  uses.set(text, count);
  if (count < worthwhile) return undefined;
  uses.delete(text);
  names.set(text, `often_${names.size}`);
  return names.get(text);
}
