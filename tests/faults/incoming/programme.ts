import type { FetchTrouble } from '../../setup/imap-double.ts';
import { type Random, seededRandom } from '../random.ts';

/** What happens to a mailbox, and to those who fetch it. */
export type Incident =
  | { kind: 'deliver'; count: number; large: boolean }
  /** The same mail once more, as lists and forwards do. */
  | { kind: 'deliver-again'; pick: number }
  | { kind: 'read-elsewhere'; pick: number }
  | { kind: 'delete-elsewhere'; pick: number }
  | { kind: 'renumber' }
  | { kind: 'trouble'; trouble: FetchTrouble; pick: number; times: number }
  | { kind: 'hang-up' }
  | { kind: 'drop-command'; after: number }
  | { kind: 'silent'; ms: number }
  | { kind: 'no-select'; times: number }
  | { kind: 'kill'; after: number }
  | { kind: 'freeze'; ms: number }
  | { kind: 'kill-postgres' };

/** One run, determined by its seed. */
export interface Programme {
  seed: number;
  /** Mails that were read before anybody fetched, and unread ones. */
  read: number;
  unread: number;
  noIdle: boolean;
  noEsearch: boolean;
  noUidNext: boolean;
  incidents: { incident: Incident; pauseMs: number }[];
}

const troubles: [number, FetchTrouble][] = [
  [3, 'disconnect'],
  [2, 'malformed'],
  [2, 'skip'],
  [2, 'expunge'],
  [1, 'huge'],
  [1, 'empty'],
  [1, 'other'],
  [1, 'drip'],
  [1, 'no'],
];

/** Makes the run of a seed. */
export function makeProgramme(seed: number): Programme {
  const random = seededRandom(seed);
  const count = random.between(8, 20);
  return {
    seed,
    read: random.between(0, 3),
    unread: random.between(0, 12),
    noIdle: random.chance(0.25),
    noEsearch: random.chance(0.4),
    noUidNext: random.chance(0.2),
    incidents: Array.from({ length: count }, () => ({
      incident: makeIncident(random),
      pauseMs: random.between(0, 120),
    })),
  };
}

function makeIncident(random: Random): Incident {
  const pick = random.between(0, 1_000_000);
  const make = random.weighted<() => Incident>([
    [8, () => ({ kind: 'deliver', count: random.between(1, 6), large: random.chance(0.1) })],
    [2, () => ({ kind: 'deliver-again', pick })],
    [2, () => ({ kind: 'read-elsewhere', pick })],
    [2, () => ({ kind: 'delete-elsewhere', pick })],
    [1.5, () => ({ kind: 'renumber' })],
    [4, () => ({ kind: 'trouble', trouble: random.weighted(troubles), pick, times: random.between(1, 4) })],
    [1, () => ({ kind: 'hang-up' })],
    [2, () => ({ kind: 'drop-command', after: random.between(0, 6) })],
    [0.5, () => ({ kind: 'silent', ms: random.between(50, 400) })],
    [0.5, () => ({ kind: 'no-select', times: random.between(1, 2) })],
    [3, () => ({ kind: 'kill', after: random.between(0, 8) })],
    [1, () => ({ kind: 'freeze', ms: random.between(50, 300) })],
    [0.3, () => ({ kind: 'kill-postgres' })],
  ]);
  return make();
}
