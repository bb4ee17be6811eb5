import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '#lib/process/ensure-build.ts';
import { provideSystemPackages } from './system-packages.ts';

/** What `npm test` runs, in this order; `npm run verify` runs the quick ones. */
interface Stage {
  name: string;
  quick: boolean;
  run(): Tally | Promise<Tally>;
}

interface Tally {
  passed: number;
  failed: number;
}

const reports = mkdtempSync(join(tmpdir(), 'perfectwork-reports-'));
const bin = (name: string) => join('node_modules', '.bin', name);
const checked = ['--import', './lib/process/check-node.js'];
const say = (line: string) => process.stdout.write(`${line}\n`);

const stages: Stage[] = [
  { name: 'types', quick: true, run: () => single(bin('tsc'), ['--noEmit']) },
  { name: 'lint', quick: true, run: () => single(bin('biome'), ['ci']) },
  { name: 'knip', quick: false, run: () => single(bin('knip'), []) },
  { name: 'architecture', quick: true, run: () => vitest('architecture') },
  { name: 'unit', quick: true, run: () => vitest('unit') },
  { name: 'store', quick: false, run: () => vitest('store') },
  { name: 'build', quick: false, run: build },
  { name: 'flow', quick: false, run: () => vitest('flow') },
  { name: 'faults', quick: false, run: () => single(process.execPath, [...checked, 'tests/faults/run.ts']) },
  {
    name: 'faults incoming',
    quick: false,
    run: () => single(process.execPath, [...checked, 'tests/faults/incoming/run.ts']),
  },
  { name: 'browser', quick: false, run: playwright },
  { name: 'corpora', quick: false, run: () => single(process.execPath, ['tests/corpora/run.ts']) },
];

const quick = process.argv.includes('--quick');
const missing = quick ? [] : provideSystemPackages();
if (missing.length > 0) {
  say(`The suite needs system packages that are not here. Install them: apt-get install ${missing.join(' ')}`);
  process.exit(1);
}
const total = await runStages(stages.filter((stage) => stage.quick || !quick));
rmSync(reports, { recursive: true, force: true });
say(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

/** Every stage runs, whatever the ones before it said: one run tells everything that is wrong. */
async function runStages(chosen: Stage[]): Promise<Tally> {
  const total: Tally = { passed: 0, failed: 0 };
  const lines: string[] = [];
  for (const stage of chosen) {
    const since = Date.now();
    say(`\n== ${stage.name}`);
    const { passed, failed } = await stage.run();
    total.passed += passed;
    total.failed += failed;
    lines.push(`${stage.name}: ${passed} passed, ${failed} failed, ${Math.round((Date.now() - since) / 1000)} s`);
  }
  say(`\n${lines.join('\n')}`);
  return total;
}

function run(command: string, args: string[], env: Record<string, string> = {}): boolean {
  const options = { stdio: ['ignore', 'inherit', 'inherit'] as const, env: { ...process.env, ...env } };
  return spawnSync(command, args, { ...options, stdio: [...options.stdio] }).status === 0;
}

function single(command: string, args: string[]): Tally {
  return run(command, args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function build(): Promise<Tally> {
  try {
    await ensureBuild({ info: say }, new AbortController().signal);
    return { passed: 1, failed: 0 };
  } catch (error) {
    say(String(error));
    return { passed: 0, failed: 1 };
  }
}

function vitest(project: string): Tally {
  const report = join(reports, `${project}.json`);
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts', '--project', project];
  const fine = run(process.execPath, [...args, ...output]);
  return readTally(report, fine, ({ numPassedTests, numFailedTests }) => [numPassedTests, numFailedTests]);
}

function playwright(): Tally {
  const report = join(reports, 'browser.json');
  const args = ['test', '--config', 'tests/playwright.config.ts', '--reporter=list,json'];
  const fine = run(bin('playwright'), args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  return readTally(report, fine, ({ stats }) => [
    Number(stats?.expected) + Number(stats?.flaky ?? 0),
    stats?.unexpected,
  ]);
}

type Report = Record<string, unknown> & { stats?: Record<string, number> };

/** A run that broke off, or ran nothing, counts as a failure even where no test says so. */
function readTally(report: string, fine: boolean, pick: (report: Report) => unknown[]): Tally {
  try {
    const [passed = 0, failed = 0] = pick(JSON.parse(readFileSync(report, 'utf8'))).map(Number);
    const silent = failed === 0 && (!fine || passed === 0);
    return { passed, failed: silent ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
