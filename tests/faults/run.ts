import { parseArgs } from 'node:util';
import { type Arena, openArena } from './arena.ts';
import { checkInvariants } from './invariants.ts';
import { playRun } from './play.ts';
import { makeProgramme } from './programme.ts';
import { addToTally, printTally, printViolations, type Tally } from './report.ts';

/**
 * `npm run faults -- --runs N --seed S [--parallel P] [--verbose]`: plays the programmes of the seeds S to S+N-1 against
 * real workers, a real PostgreSQL and a sink that misbehaves, and checks after each what must be true. Exit code 1 and
 * the seed where it is not.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    seed: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '3' },
    verbose: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed);
const last = first + Number(values.runs) - 1;
const tally: Tally = new Map();
const since = Date.now();
let next = first;
let broken = 0;

const arenas = await Promise.all(Array.from({ length: Number(values.parallel) }, openArena));
const closeAll = () => Promise.all(arenas.map((arena) => arena.close()));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => closeAll().then(() => process.exit(1)));
await Promise.all(arenas.map(playSeeds));
await closeAll();
printTally(tally, Math.round((Date.now() - since) / 1000));
process.stdout.write(broken > 0 ? `\n${broken} runs broke a rule.\n` : '\nAll rules held.\n');
process.exit(broken > 0 ? 1 : 0);

async function playSeeds(arena: Arena): Promise<void> {
  while (next <= last) {
    const seed = next;
    next += 1;
    await playSeed(arena, seed);
  }
}

async function playSeed(arena: Arena, seed: number): Promise<void> {
  const started = Date.now();
  try {
    const evidence = await playRun(arena, makeProgramme(seed), values.verbose);
    addToTally(tally, evidence);
    const violations = checkInvariants(evidence);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const word = violations.length === 0 ? 'held' : 'BROKEN';
    process.stdout.write(`seed ${seed}: ${word}, ${evidence.deliveries.length} deliveries, ${seconds} s\n`);
    if (violations.length > 0) printViolations(evidence, violations, values.verbose);
    if (violations.length > 0) broken += 1;
  } catch (error) {
    broken += 1;
    process.stdout.write(`seed ${seed}: the run itself failed: ${error instanceof Error ? error.stack : error}\n`);
  }
}
