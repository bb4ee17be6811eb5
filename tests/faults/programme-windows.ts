import type { Window } from './programme.ts';
import type { Random } from './random.ts';

/** Up to three times of trouble for the whole sink; STARTTLS is only stripped where the server is to use it. */
export function planWindows(random: Random, endsAt: number, usesStarttls: boolean): Window[] {
  const count = random.between(0, 3);
  return Array.from({ length: count }, () => {
    const kind = random.weighted<Window['kind']>([
      [4, 'refuse'],
      [2, 'greet-421'],
      [1, 'greet-554'],
      [2, 'mail-451'],
      [1, 'mail-550'],
      [3, 'tarpit'],
      [3, 'reset'],
      [usesStarttls ? 6 : 0, 'strip-starttls'],
    ]);
    const from = random.between(0, endsAt - 10_000);
    const length = random.between(3_000, kind === 'refuse' ? 45_000 : 20_000);
    return { kind, from, to: Math.min(from + length, endsAt) };
  });
}
