import { planIncidents } from './programme-incidents.ts';
import { planMails } from './programme-mails.ts';
import { planScripts } from './programme-scripts.ts';
import { planWindows } from './programme-windows.ts';
import { seededRandom } from './random.ts';

/** Everything that happens in one run; a seed determines it. Times are milliseconds of the run's own, faster clock. */
export interface Programme {
  seed: number;
  workers: number;
  concurrency: number;
  encryption: 'none' | 'starttls';
  pipelining: boolean;
  /** Recipients the sink takes in one transaction; null: any number. */
  recipientLimit: number | null;
  /** What the server may be sent in a minute; null: no limit. */
  perMinuteLimit: number | null;
  /** How long the sink usually thinks before it answers the final dot. */
  dotDelay: number;
  mails: PlannedMail[];
  /** What the sink does to an address: by address. */
  scripts: Record<string, Script>;
  windows: Window[];
  incidents: Incident[];
  /** When the sink becomes well and everything that was stopped runs again. */
  endsAt: number;
}

export interface PlannedMail {
  at: number;
  messageId: string;
  lane: 0 | 10;
  /** How long after `at` it is due. */
  scheduledIn: number;
  recipients: { email: string; copy: number }[];
}

/** What meets an address, first time, second time, ...; afterwards everything goes well. */
export interface Script {
  /** At RCPT: a reply, or null where this time nothing happens. */
  recipient: (string | null)[];
  /** The address does not exist, now or later: this reply at every RCPT. */
  never: string | null;
  /** To transactions whose first recipient it is. */
  message: MessageFault[];
}

export type MessageFault =
  | { kind: 'reply-to-data'; reply: string }
  | { kind: 'reply-to-dot'; reply: string }
  | { kind: 'drop-before-dot' }
  | { kind: 'drop-at-dot' }
  | { kind: 'drop-after-dot' }
  | { kind: 'delay'; ms: number }
  /** Taken, and not a word until the sink is well again. */
  | { kind: 'silence' };

/** A time of trouble of the whole sink. */
export interface Window {
  kind: 'refuse' | 'greet-421' | 'greet-554' | 'mail-451' | 'mail-550' | 'tarpit' | 'strip-starttls' | 'reset';
  from: number;
  to: number;
}

export type Incident =
  | { kind: 'kill-worker'; at: number; worker: number; downFor: number }
  | { kind: 'kill-postgres'; at: number; downFor: number }
  | { kind: 'kill-both'; at: number; downFor: number }
  | { kind: 'freeze-worker'; at: number; worker: number; downFor: number }
  /** Ended in peace, as for an update. */
  | { kind: 'stop-worker'; at: number; worker: number; downFor: number }
  /** Every connection to the database breaks, also in the middle of a commit. */
  | { kind: 'cut-connections'; at: number }
  | { kind: 'jump-clock'; at: number; worker: number; by: number };

/** The run of a seed. */
export function makeProgramme(seed: number): Programme {
  const random = seededRandom(seed);
  const endsAt = random.between(50_000, 90_000);
  const workers = random.weighted([
    [1, 1],
    [4, 2],
    [1, 3],
  ]);
  const encryption = random.chance(0.3) ? ('starttls' as const) : ('none' as const);
  // Quotas count true minutes: they are left off where clocks jump.
  const limited = random.chance(0.3);
  const mails = planMails(random, seed, endsAt);
  return {
    seed,
    workers,
    concurrency: random.between(2, 8),
    encryption,
    pipelining: random.chance(0.5),
    recipientLimit: random.chance(0.2) ? random.between(1, 4) : null,
    perMinuteLimit: limited ? random.between(5, 25) : null,
    dotDelay: random.between(0, 3000),
    mails,
    scripts: planScripts(random, mails),
    windows: planWindows(random, endsAt, encryption === 'starttls'),
    incidents: planIncidents(random, endsAt, { workers, clocksMayJump: !limited }),
    endsAt,
  };
}
