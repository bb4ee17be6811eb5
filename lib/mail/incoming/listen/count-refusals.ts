import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { addRefusals, type Refusal } from './store.ts';

export interface RefusalCounter {
  add(refusal: Omit<Refusal, 'attempts' | 'lastAt'>): void;
  stop(): Promise<void>;
}

const everyMs = 2000;
/** Addresses counted between two writes; what a guesser tries beyond goes uncounted. */
const atOnce = 200;
const kept = 2000;
/** RFC 5321 section 4.5.3.1.3; senders may be longer. */
const longest = 320;

/** Counts refused recipients, written together every two seconds: guessers must not cost a statement each. */
export function countRefusals(ctx: Ctx): RefusalCounter {
  let counted = new Map<string, Refusal>();
  let writing = Promise.resolve();
  const write = () => {
    if (counted.size === 0) return;
    const refusals = [...counted.values()].toSorted((a, b) => (a.address < b.address ? -1 : 1));
    counted = new Map();
    writing = writing
      .then(() => addRefusals(ctx.db, refusals, kept))
      .catch((error) => ctx.log.warn({ reason: messageOf(error) }, 'refused recipients could not be counted'));
  };
  const timer = setInterval(write, everyMs);
  return {
    add: ({ address: given, reason, lastSender, lastClientIp }) => {
      const address = clean(given).toLowerCase();
      const key = `${reason} ${address}`;
      const before = counted.get(key);
      if (!before && counted.size >= atOnce) return;
      const last = { lastAt: ctx.now(), lastSender: clean(lastSender), lastClientIp };
      counted.set(key, { address, reason, attempts: (before?.attempts ?? 0) + 1, ...last });
    },
    stop: async () => {
      clearInterval(timer);
      write();
      await writing;
    },
  };
}

function clean(address: string): string {
  return address.slice(0, longest).replaceAll('\0', '');
}
