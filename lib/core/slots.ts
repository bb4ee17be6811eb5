export interface Slots {
  /** Waits for a free place. @returns the function that leaves it */
  enter(): Promise<() => void>;
  /** Works in a place, and leaves it. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** A room with so many places, given in the order of asking. */
export function slots(count: number): Slots {
  const queue: (() => void)[] = [];
  let free = count;
  const leave = () => {
    const next = queue.shift();
    if (next) next();
    else free += 1;
  };
  const enter = async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
    return once(leave);
  };
  return {
    enter,
    run: async (work) => {
      const leave = await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
