export interface GroupOptions {
  /** Items of one write at most. */
  limit?: number;
  /** After a write the next one waits this long, so that more items share it. */
  pauseMs?: number;
  /** The pause ends early, once as many items wait as the last write had: more would hardly come. */
  untilAsMany?: boolean;
}

/**
 * Collects what many connections want written while one write is under way, and writes all of it with the next: as many
 * items share one commit as arrive during the commit before. Without load an item waits for nobody.
 * @param write answers one result an item, in their order; when it throws, every item of the group gets the error
 */
export function groupCommit<In, Out>(
  write: (items: In[]) => Promise<Out[]>,
  { limit = 500, pauseMs = 0, untilAsMany = false }: GroupOptions = {},
): (item: In) => Promise<Out> {
  let waiting: { item: In; resolve: (out: Out) => void; reject: (error: unknown) => void }[] = [];
  let writing = false;
  let onArrival: () => void = () => undefined;

  const pause = (lastCount: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      onArrival = () => {
        if (!untilAsMany || waiting.length < lastCount) return;
        clearTimeout(timer);
        resolve();
      };
      onArrival();
    });

  async function flush(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, limit);
      waiting = waiting.slice(limit);
      try {
        const results = await write(group.map((entry) => entry.item));
        for (const [index, entry] of group.entries()) entry.resolve(results[index] as Out);
      } catch (error) {
        for (const entry of group) entry.reject(error);
      }
      if (pauseMs > 0) await pause(group.length);
    }
    writing = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (writing) onArrival();
      else void flush();
    });
}
