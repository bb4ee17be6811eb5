import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Arena, openArena } from '../arena.ts';
import { openCrew } from './crew.ts';
import type { Evidence } from './evidence.ts';
import { checkIncoming } from './invariants.ts';
import { playIncoming } from './play.ts';
import { makeProgramme } from './programme.ts';

/**
 * `npm run faults:incoming -- --runs N --seed S [--parallel P]`: a mailbox whose server misbehaves, fetched by workers
 * that are killed, frozen and cut off from PostgreSQL; afterwards the books must balance, with no mail lost and none
 * there twice. Exit code 1 and the seed where it is not so.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '2' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const first = Number(values.seed);
const last = first + Number(values.runs) - 1;
const since = Date.now();
const tally = new Map<string, number>();
let next = first;
let broken = 0;

const logs = mkdtempSync(path.join(tmpdir(), 'faults-incoming-'));
const lanes = await Promise.all(
  Array.from({ length: Math.min(Number(values.parallel), last - first + 1) }, async (_, lane) => {
    const logFile = path.join(logs, `${lane}.log`);
    return { arena: await openArena(), crew: openCrew(logFile), logFile };
  }),
);
const closeAll = async () => {
  for (const { crew } of lanes) crew.close();
  await Promise.all(lanes.map(({ arena }) => arena.close()));
  rmSync(logs, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => closeAll().then(() => process.exit(1)));
await Promise.all(lanes.map(playSeeds));
await closeAll();
say(`\n${Math.round((Date.now() - since) / 1000)} s`);
for (const [what, count] of [...tally].sort(([a], [b]) => a.localeCompare(b))) say(`${what}: ${count}`);
say(broken > 0 ? `\n${broken} runs broke a rule.` : '\nAll rules held.');
process.exit(broken > 0 ? 1 : 0);

async function playSeeds(lane: { arena: Arena; crew: ReturnType<typeof openCrew>; logFile: string }): Promise<void> {
  while (next <= last) {
    const seed = next;
    next += 1;
    const started = Date.now();
    try {
      const evidence = await playIncoming(lane.arena, lane.crew, makeProgramme(seed));
      addToTally(evidence);
      const violations = checkIncoming(evidence);
      const word = violations.length === 0 ? 'held' : 'BROKEN';
      say(`seed ${seed}: ${word}, ${evidence.delivered.length} mails, ${((Date.now() - started) / 1000).toFixed(1)} s`);
      if (violations.length === 0) continue;
      broken += 1;
      say(`Again: npm run faults:incoming -- --runs 1 --seed ${seed}`);
      say(`programme: ${JSON.stringify(evidence.programme)}`);
      for (const { rule, detail } of violations.slice(0, 5)) say(`broken: ${rule}\n${JSON.stringify(detail)}`);
    } catch (error) {
      broken += 1;
      say(`seed ${seed}: the run itself failed: ${error instanceof Error ? error.stack : error}`);
    }
    for (const line of readFileSync(lane.logFile, 'utf8').split('\n').slice(-20)) say(`fetcher: ${line.slice(0, 400)}`);
  }
}

function addToTally({ delivered, kept, programme, mailbox, commands }: Evidence): void {
  const add = (what: string, count = 1) => tally.set(what, (tally.get(what) ?? 0) + count);
  add('runs');
  add('mails put into the mailbox', delivered.length);
  add('mails in the mailbox at the end', mailbox.length);
  add('IMAP commands', commands);
  for (const { outcome } of kept) add(`outcome ${outcome}`);
  for (const { incident } of programme.incidents) {
    add(incident.kind === 'trouble' ? `a FETCH answered with ${incident.trouble}` : incident.kind);
  }
}
