import type pg from 'pg';
import { milliseconds, percentile, printTable, type Row, ratio, timeRuns } from './figures.ts';

const runs = 15;
/** In milliseconds. */
const targets = { page: 50, search: 300 };

type Questions = Record<string, () => Promise<unknown>>;

interface TimedLists {
  /** How many rows the list has, in words: "1000000 emails". */
  what: string;
  /** The same the plain way: a page from the middle by OFFSET, and a search without an index. */
  peers: { page: string; search: string };
  pages: Questions;
  searches: Questions;
}

/** Asks every question of a list some times, and prints a table of its pages and one of its searches. */
export async function timeLists(sql: pg.Client, { what, peers, pages, searches }: TimedLists): Promise<void> {
  const plain = { page: await medianOf(sql, peers.page), search: await medianOf(sql, peers.search) };
  printTable(
    `A page of ${what} (target ${targets.page} ms; peer: the same page by OFFSET from the middle, ${milliseconds(plain.page)})`,
    await measureAll(pages, targets.page, plain.page),
  );
  printTable(
    `A search in them (target ${targets.search} ms; peer: LIKE without an index, ${milliseconds(plain.search)})`,
    await measureAll(searches, targets.search, plain.search),
  );
}

/** Fills a list, and says how long that took. */
export async function timeFilling<Filled>(what: string, fill: () => Promise<Filled>): Promise<Filled> {
  const since = performance.now();
  const filled = await fill();
  process.stdout.write(`\n${what} made in ${Math.round((performance.now() - since) / 1000)} s\n`);
  return filled;
}

/** A moment so many days ago, as a filter takes it. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

async function measureAll(questions: Questions, target: number, peer: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, ask] of Object.entries(questions)) rows.push(await measure(name, ask, target, peer));
  return rows;
}

async function measure(name: string, work: () => Promise<unknown>, target: number, peer: number): Promise<Row> {
  await work();
  const times = await timeRuns(runs, work);
  const median = percentile(times, 0.5);
  const worst = Math.max(...times);
  const verdict = median > target ? 'TOO SLOW' : worst > target ? 'slow at worst' : 'ok';
  return { list: name, median: milliseconds(median), worst: milliseconds(worst), peer: ratio(median, peer), verdict };
}

async function medianOf(sql: pg.Client, text: string): Promise<number> {
  return percentile(await timeRuns(3, () => sql.query(text)), 0.5);
}
