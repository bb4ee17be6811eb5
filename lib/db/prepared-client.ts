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
 * of an incoming mail that is a third of the database's work. What is asked within one turn leaves as one packet.
 */
export class PreparedClient extends pg.Client {
  #isHeld = false;

  override query(...given: unknown[]): never {
    const [config] = given;
    if (isNameless(config)) given[0] = { ...config, name: nameOf(config.text) };
    this.#hold();
    return super.query(...(given as [string])) as never;
  }

  /** Packets wait for the end of this turn: each of its own would wake the server once more. */
  #hold(): void {
    if (this.#isHeld) return;
    const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
    this.#isHeld = true;
    stream.cork();
    process.nextTick(() => {
      this.#isHeld = false;
      stream.uncork();
    });
  }
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
