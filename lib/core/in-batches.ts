import { messageOf } from './errors.ts';
import { slots } from './slots.ts';

export interface Batches<Item, Result> {
  /** Those of the waiting, which come the oldest first, that go next beside those under way, in their order. Left out: all. */
  choose?: (waiting: Item[], underWay: Item[]) => Item[];
  /** Answers in the order of the items, or fails as a whole and has changed nothing. */
  work(batch: Item[]): Promise<Result[]>;
  /** Hears of a batch that failed, before its items are tried each by itself. */
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

function itemsOf<Item>(places: Place<Item, never>[]): Item[] {
  return places.map(({ item }) => item);
}

/**
 * Does together what is asked for at the same time: while one batch is under way, the next gathers. Who is alone waits
 * for nobody. The items of a batch that fails are done each by itself, so that none of them suffers for another.
 */
export function inBatches<Item, Result>({
  choose,
  work,
  onSplit,
}: Batches<Item, Result>): (item: Item) => Promise<Result> {
  let waiting: Place<Item, Result>[] = [];
  const underWay = new Set<Place<Item, Result>>();
  const singles = slots(atOnce);
  let isAwaited = false;
  /** The batch for whose end the next one waits. */
  let latest: Place<Item, Result>[] | null = null;
  let running = 0;

  /** At the end of the turn, when all who ask in it have asked. */
  const soon = () => {
    if (isAwaited) return;
    isAwaited = true;
    setImmediate(() => {
      isAwaited = false;
      if (!latest && running < atOnce) void run();
    });
  };
  const take = (): Place<Item, Result>[] => {
    if (!choose) return waiting.splice(0);
    const items = choose(itemsOf(waiting), itemsOf([...underWay]));
    const places = new Map(items.map((item, index) => [item, index]));
    const order = ({ item }: Place<Item, Result>) => places.get(item) ?? 0;
    const batch = waiting.filter(({ item }) => places.has(item)).toSorted((a, b) => order(a) - order(b));
    waiting = waiting.filter(({ item }) => !places.has(item));
    return batch;
  };
  const run = async () => {
    const batch = take();
    if (batch.length === 0) return;
    latest = batch;
    running += 1;
    const giveWay = () => {
      if (latest === batch) latest = null;
      soon();
    };
    const clock = setTimeout(giveWay, patienceMs);
    for (const place of batch) underWay.add(place);
    await settle(batch);
    clearTimeout(clock);
    running -= 1;
    giveWay();
  };
  const settle = async (batch: Place<Item, Result>[]): Promise<void> => {
    const items = itemsOf(batch);
    try {
      const results = await work(items);
      for (const [index, place] of batch.entries()) {
        underWay.delete(place);
        place.resolve(results[index] as Result);
      }
    } catch (error) {
      const [only] = batch;
      if (only && batch.length === 1) {
        underWay.delete(only);
        return only.reject(error);
      }
      onSplit?.(messageOf(error), items);
      await Promise.all(batch.map(alone));
    }
  };
  const alone = async (place: Place<Item, Result>) => {
    await singles.run(() => settle([place]));
    // What waits for this one alone need not wait for the others.
    soon();
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      soon();
    });
}
