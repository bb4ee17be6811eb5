/** Random numbers that a seed determines: the same seed gives the same run. */
export interface Random {
  /** 0 (inclusive) to 1 (exclusive). */
  fraction(): number;
  /** A whole number of `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One entry, each as likely as its weight says. */
  weighted<T>(entries: [weight: number, value: T][]): T;
}

/** Mulberry32: small, fast, and good enough to shuffle faults. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    fraction,
    between: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    chance: (probability) => fraction() < probability,
    weighted: (entries) => {
      let rest = fraction() * entries.reduce((sum, [weight]) => sum + weight, 0);
      const found = entries.find(([weight]) => {
        rest -= weight;
        return rest < 0;
      });
      return (found ?? (entries[0] as [number, never]))[1];
    },
  };
}
