import { setTimeout as wait } from 'node:timers/promises';
import type { Run } from './play.ts';

const pollMs = 50;
/** Of the machine's time: a run that is not through by then never will be. */
const limitMs = 90_000;
/** Beyond what is due: the queue manager takes mail for lost 20 seconds after that. */
const beyondMs = 25_000;

interface Open {
  sending: number;
  waiting: number;
  due_in: number | null;
}

/**
 * Sets everything right and lets time pass, by leaps while nothing is under way, until no delivery is open.
 * @returns false where some still are after 90 seconds
 */
export async function settle(run: Run): Promise<boolean> {
  await setRight(run);
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    const open = await look(run);
    if (open && open.sending === 0 && open.waiting === 0) return true;
    // Looked at twice: between a claim and its job nothing must be pulled away.
    if (open?.sending === 0 && (await look(run))?.sending === 0) {
      await leap(run, Math.max(open.due_in ?? 0, 0) + beyondMs);
      await wait(4 * pollMs);
    }
    await wait(pollMs);
  }
  return false;
}

async function setRight({ arena, sink, workers }: Run): Promise<void> {
  sink.send({ well: true });
  await arena.revivePostgres();
  for (const worker of workers) {
    worker.setWrongBy(0);
    worker.thaw();
  }
  await Promise.all(workers.map((worker) => worker.start()));
}

async function look({ query, time }: Run): Promise<Open | undefined> {
  const [open] = await query<Open>(
    `select count(*) filter (where state = 'sending')::int as sending,
       count(*) filter (where state in ('queued', 'deferred'))::int as waiting,
       min(extract(epoch from next_attempt_at) * 1000 - $1) filter (where state in ('queued', 'deferred'))::float8 as due_in
     from delivery`,
    [time.now()],
  ).catch(() => []);
  return open;
}

/** All clocks of the run go forward together. */
async function leap({ time, sink, workers, query }: Run, ms: number): Promise<void> {
  time.face.offset += Math.round(ms);
  const { offset } = time.face;
  sink.send({ offset });
  for (const worker of workers) worker.syncClock();
  await query('update faults.clock set leap = $1', [offset]);
}
