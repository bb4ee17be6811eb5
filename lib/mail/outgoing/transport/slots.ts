/** The connections a server may have at once, shared out among those who want one. */
export interface Slots {
  /**
   * Takes a place, in turn: direct mail before all other.
   * @returns false where `signal` was aborted meanwhile
   */
  take(wish: SlotWish): Promise<boolean>;
  /** Gives a place back. */
  free(direct: boolean): void;
}

export interface SlotWish {
  /** Connections of the server at once, in this process. */
  limit: number;
  direct: boolean;
  signal?: AbortSignal | undefined;
}

interface Waiter extends SlotWish {
  answer(taken: boolean): void;
}

/** Places that mail of the queue leaves free for direct mail: a slow server must not be full of a mailing. */
const keptFreeShare = 5;

/** How many connections mail of the queue may take: all but a fifth, at least one less, and one where there is only one. */
export function limitForQueued(limit: number): number {
  return limit === 1 ? 1 : limit - Math.max(1, Math.floor(limit / keptFreeShare));
}

/** Starts with all places free. */
export function openSlots(): Slots {
  const busy = { all: 0, queued: 0 };
  const waiting: { direct: Waiter[]; queued: Waiter[] } = { direct: [], queued: [] };
  const watched = new WeakSet<AbortSignal>();

  const mayTake = ({ limit, direct }: SlotWish) => busy.all < limit && (direct || busy.queued < limitForQueued(limit));
  const occupy = ({ direct }: SlotWish) => {
    busy.all += 1;
    if (!direct) busy.queued += 1;
  };

  /** Whoever can go now goes, in order. */
  function serve(): void {
    for (const line of [waiting.direct, waiting.queued]) {
      for (let [first] = line; first && mayTake(first); [first] = line) {
        line.shift();
        occupy(first);
        first.answer(true);
      }
    }
  }

  function dismissAborted(): void {
    const gone = [...waiting.direct, ...waiting.queued].filter(({ signal }) => signal?.aborted);
    waiting.direct = waiting.direct.filter(({ signal }) => !signal?.aborted);
    waiting.queued = waiting.queued.filter(({ signal }) => !signal?.aborted);
    for (const { answer } of gone) answer(false);
    serve();
  }

  /** One listener a signal, not one a waiter: hundreds share one. */
  function watch(signal: AbortSignal): void {
    if (watched.has(signal)) return;
    watched.add(signal);
    signal.addEventListener('abort', dismissAborted, { once: true });
  }

  return {
    take: (wish) => {
      if (wish.signal?.aborted) return Promise.resolve(false);
      const line = wish.direct ? waiting.direct : waiting.queued;
      if (line.length === 0 && mayTake(wish)) {
        occupy(wish);
        return Promise.resolve(true);
      }
      if (wish.signal) watch(wish.signal);
      return new Promise((resolve) => {
        line.push({ ...wish, answer: resolve });
        // The line may have waited under an older, lower limit.
        serve();
      });
    },
    free: (direct) => {
      busy.all -= 1;
      if (!direct) busy.queued -= 1;
      serve();
    },
  };
}
