import { messageOf } from './errors.ts';

export interface Batches<Item, Result> {
  /** Those of the waiting, which come the oldest first, that go next, in their order; never none. Left out: all. */
  choose?: (waiting: Item[]) => Item[];
  /** Answers in the order of the items, or fails as a whole and has changed nothing. */
  work(batch: Item[]): Promise<Result[]>;
  /** Hears of a batch that failed, before its items are tried one by one. */
  onSplit?: (reason: string, batch: Item[]) => void;
}

/** A batch that takes longer no longer keeps the next one waiting: one that waits for a lock must not stop the rest. */
const patienceMs = 250;
const atOnce = 6;

interface Place<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Does together what is asked for at the same time: while one batch is under way, the next gathers. Who is alone waits
 * for nobody. The items of a batch that fails are done one by one, so that none of them suffers for another.
 */
export function inBatches<Item, Result>({
  choose = (waiting) => waiting,
  work,
  onSplit,
}: Batches<Item, Result>): (item: Item) => Promise<Result> {
  let waiting: Place<Item, Result>[] = [];
  let isAwaited = false;
  let isBusy = false;
  let running = 0;

  /** At the end of the turn, when all who ask in it have asked. */
  const soon = () => {
    if (isAwaited) return;
    isAwaited = true;
    setImmediate(() => {
      isAwaited = false;
      if (waiting.length > 0 && !isBusy && running < atOnce) void run();
    });
  };
  const run = async () => {
    const chosen = new Map(choose(waiting.map(({ item }) => item)).map((item, index) => [item, index]));
    const order = ({ item }: Place<Item, Result>) => chosen.get(item) ?? 0;
    const batch = waiting.filter(({ item }) => chosen.has(item)).toSorted((a, b) => order(a) - order(b));
    waiting = waiting.filter(({ item }) => !chosen.has(item));
    isBusy = true;
    running += 1;
    let isLate = false;
    const giveWay = () => {
      isLate = true;
      isBusy = false;
      soon();
    };
    const clock = setTimeout(giveWay, patienceMs);
    await settle(batch);
    clearTimeout(clock);
    running -= 1;
    if (isLate) soon();
    else giveWay();
  };
  const settle = async (batch: Place<Item, Result>[]): Promise<void> => {
    const items = batch.map(({ item }) => item);
    try {
      const results = await work(items);
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      const [only] = batch;
      if (only && batch.length === 1) return only.reject(error);
      onSplit?.(messageOf(error), items);
      for (const place of batch) await settle([place]);
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      soon();
    });
}
