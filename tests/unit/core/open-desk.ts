import { afterEach, beforeEach, vi } from 'vitest';
import { type Batches, inBatches } from '#lib/core/in-batches.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Each test of the file has a clock of its own, see {@link pass}. */
export function holdClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Until nothing more happens by itself. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 5; n++) await turn();
}

export async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await settle();
}

/** A desk whose batches end when the test says so; an item `bad…` lets them fail. Needs {@link holdClock}. */
export function openDesk(more: Partial<Batches<string, string>> = {}) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = inBatches<string, string>({
    work: async (items) => {
      const name = items.join(' ');
      begun.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      ends.delete(name);
      const bad = items.find((item) => item.startsWith('bad'));
      if (bad) throw new Error(`${bad} fails`);
      return items.map((item) => item.toUpperCase());
    },
    ...more,
  });
  const end = async (...names: string[]) => {
    for (const name of names) {
      ends.get(name)?.();
      await settle();
    }
  };
  return { begun, underWay: () => [...ends.keys()], ask, end };
}

/** What those who asked have heard so far. */
export function listen(asked: Promise<string>[]): string[] {
  const heard: string[] = [];
  for (const one of asked) {
    one.then(
      (answer) => heard.push(answer),
      (error) => heard.push(error.message),
    );
  }
  return heard;
}
