import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkAuthentication } from './check-authentication.ts';
import { checkAutoreply } from './check-autoreply.ts';
import { checkBounces } from './check-bounces.ts';
import { checkCharset, checkParse } from './check-parse.ts';
import { checkReplies } from './check-replies.ts';
import { checkRobust } from './check-robust.ts';
import { checkServerSelection } from './check-server-selection.ts';
import { checkAddresses, checkThreads } from './check-vocabulary.ts';
import type { Figure } from './figures.ts';

const CHECKS = [
  checkParse,
  checkCharset,
  checkRobust,
  checkBounces,
  checkAutoreply,
  checkReplies,
  checkAddresses,
  checkThreads,
  checkServerSelection,
  checkAuthentication,
];

const verbose = process.argv.includes('--verbose');
const given = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const beside = fileURLToPath(new URL('../../../shared/fixtures', import.meta.url));
const folder = given ?? process.env.FIXTURES_DIR ?? beside;

if (existsSync(folder)) await runAll();
else print(`Corpora skipped: ${folder} does not exist. Name the folder as an argument or in FIXTURES_DIR.`);

async function runAll(): Promise<void> {
  const figures: Figure[] = [];
  for (const check of CHECKS) figures.push(...(await check(folder)));
  for (const figure of figures) report(figure);
  const failed = figures.filter((figure) => !holds(figure)).length;
  print(`${figures.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function report(figure: Figure): void {
  const share = figure.total === 0 ? 100 : (100 * figure.right) / figure.total;
  const mark = holds(figure) ? 'ok  ' : 'FAIL';
  const floor = `floor ${(figure.floor * 100).toFixed(1)} %`;
  print(`${mark} ${figure.name.padEnd(44)} ${figure.right}/${figure.total} ${share.toFixed(1)} % (${floor})`);
  if (verbose) for (const shortfall of figure.shortfalls) print(`       ${shortfall}`);
}

function holds(figure: Figure): boolean {
  return figure.right >= figure.total * figure.floor;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
