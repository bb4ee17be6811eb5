import type { Incident } from './programme.ts';
import type { Random } from './random.ts';

interface Stage {
  workers: number;
  clocksMayJump: boolean;
}

/** One to four blows to the workers, to PostgreSQL, to both, and to the workers' clocks. */
export function planIncidents(random: Random, endsAt: number, { workers, clocksMayJump }: Stage): Incident[] {
  const count = random.between(1, 4);
  const incidents = Array.from({ length: count }, (): Incident => {
    const at = random.between(500, endsAt - 5_000);
    const worker = random.between(0, workers - 1);
    const downFor = random.between(2_000, 25_000);
    const kind = random.weighted<Incident['kind']>([
      [5, 'kill-worker'],
      [3, 'kill-postgres'],
      [2, 'kill-both'],
      [4, 'freeze-worker'],
      [1, 'stop-worker'],
      [2, 'cut-connections'],
      [clocksMayJump ? 3 : 0, 'jump-clock'],
    ]);
    if (kind === 'jump-clock') return { kind, at, worker, by: jump(random) };
    // Frozen for longer than a lease, so that somebody else takes over.
    if (kind === 'freeze-worker') return { kind, at, worker, downFor: random.between(33_000, 60_000) };
    if (kind === 'kill-worker' || kind === 'stop-worker') return { kind, at, worker, downFor };
    return kind === 'cut-connections' ? { kind, at } : { kind, at, downFor };
  });
  return incidents.sort((a, b) => a.at - b.at);
}

/** From seconds to an hour, forth or back. */
function jump(random: Random): number {
  const size = random.weighted([
    [3, random.between(2_000, 20_000)],
    [3, random.between(31_000, 120_000)],
    [1, random.between(600_000, 3_600_000)],
  ]);
  return random.chance(0.5) ? size : -size;
}
