import type { Evidence } from './evidence.ts';
import type { Violation } from './invariants.ts';
import type { Incident } from './programme.ts';
import { tellStories } from './recipient-story.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Counts of all runs so far. */
export type Tally = Map<string, number>;

/** Adds a run. */
export function addToTally(tally: Tally, evidence: Evidence): void {
  const add = (what: string, count = 1) => tally.set(what, (tally.get(what) ?? 0) + count);
  const stories = tellStories(evidence);
  add('runs');
  add('mails', evidence.emails.length);
  add('deliveries', stories.length);
  for (const { delivery, accepted, unknowns } of stories) {
    add(`state ${delivery.state}`);
    add('copies taken by the sink', accepted.length);
    if (accepted.length > 1) add('deliveries taken twice, all with an unknown attempt');
    if (unknowns > 0) add('deliveries with an unknown attempt');
    if (delivery.state === 'unknown') add(`unknown to the end, ${accepted.length > 0 ? '' : 'not '}taken by the sink`);
  }
  add('attempts in the timelines', evidence.attempts.length);
  add('workers that ended by themselves', evidence.unasked.length);
  for (const { kind } of evidence.programme.incidents) add(wordFor[kind]);
  for (const { kind } of evidence.programme.windows) add(`sink trouble ${kind}`);
  if (evidence.programme.perMinuteLimit !== null) add('runs with a limit a minute');
}

const wordFor: Record<Incident['kind'], string> = {
  'kill-worker': 'kill -9 of a worker',
  'kill-postgres': 'kill -9 of PostgreSQL',
  'kill-both': 'kill -9 of PostgreSQL and all workers',
  'freeze-worker': 'worker frozen beyond its lease',
  'stop-worker': 'worker stopped in peace',
  'cut-connections': 'all connections to PostgreSQL cut',
  'jump-clock': 'clock of a worker jumped',
};

/** Prints the counts. */
export function printTally(tally: Tally, seconds: number): void {
  say(`\n${seconds} s`);
  for (const [what, count] of [...tally].sort(([a], [b]) => a.localeCompare(b))) say(`${what}: ${count}`);
}

/** Prints what was broken, with all it takes to play it again. */
export function printViolations({ programme, said }: Evidence, violations: Violation[], verbose: boolean): void {
  say(
    `\nseed ${programme.seed}: ${violations.length} broken. Again: npm run faults -- --runs 1 --seed ${programme.seed}`,
  );
  const { mails: _mails, scripts: _scripts, ...blows } = programme;
  say(`programme: ${JSON.stringify(blows)}`);
  for (const { rule, detail } of violations.slice(0, verbose ? 50 : 5)) {
    say(`broken: ${rule}\n${JSON.stringify(detail, null, verbose ? 1 : undefined)}`);
  }
  for (const line of said.slice(-20)) say(`worker: ${line.slice(0, 400)}`);
}
