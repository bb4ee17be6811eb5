export interface Slots {
  /** Waits for a free place. @returns the function that leaves it */
  enter(): Promise<() => void>;
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
  return {
    enter: async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => queue.push(resolve));
      return once(leave);
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
