/** One line of a table: what was measured, and its figures in words. */
export type Row = Record<string, string>;

/** The value below which a share of the values lies, e.g. 0.99. Values need not be sorted. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}

/** How often the second value is contained in the first. */
export function ratio(value: number, peer: number): string {
  const times = value / peer;
  return `${times < 10 ? times.toFixed(2) : times.toFixed(0)} x`;
}

/** How long something takes, in milliseconds, for each of so many runs. */
export async function timeRuns(runs: number, work: (run: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const since = performance.now();
    await work(run);
    times.push(performance.now() - since);
  }
  return times;
}

/** A table in columns, under its title. */
export function printTable(title: string, rows: Row[]): void {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => (row[name] ?? '').length)));
  const line = (cells: string[]) => cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ');
  const lines = [title, line(names), line(widths.map((width) => '-'.repeat(width)))];
  for (const row of rows) lines.push(line(names.map((name) => row[name] ?? '')));
  process.stdout.write(`\n${lines.map((text) => text.trimEnd()).join('\n')}\n`);
}
