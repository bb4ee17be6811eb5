import { setTimeout as wait } from 'node:timers/promises';
import type { Run } from './play.ts';

const pollMs = 50;
/** Of the machine's time, for the next delivery to come to its end: by then it never will, however busy the machine. */
const patienceMs = 90_000;
/** Mail that is due has a job; one that lost it is taken for lost after 20 seconds. */
const lostMs = 25_000;

interface Open {
  sending: number;
  waiting: number;
  /** Milliseconds until the next of those that wait may go; below zero where one might have gone already. */
  due_in: number | null;
}

/**
 * Sets everything right and lets time pass, by leaps while nothing is under way, until no delivery is open.
 * @returns false where for 90 seconds none came to its end
 */
export async function settle(run: Run): Promise<boolean> {
  await setRight(run);
  let fewest = Number.POSITIVE_INFINITY;
  let progressAt = Date.now();
  let idleSince = Date.now();
  while (Date.now() - progressAt < patienceMs) {
    const open = await look(run);
    const left = open ? open.sending + open.waiting : fewest;
    if (left === 0) return true;
    if (left < fewest) progressAt = Date.now();
    fewest = Math.min(left, fewest);
    if (!open || open.sending > 0) idleSince = Date.now();
    else if ((open.due_in ?? 0) > 0) await leap(run, open.due_in ?? 0);
    else if (Date.now() - idleSince > 6 * pollMs) {
      await leap(run, lostMs);
      idleSince = Date.now();
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

async function look({ tryQuery, time }: Run): Promise<Open | undefined> {
  const [open] = await tryQuery<Open>(
    `select count(*) filter (where state = 'sending')::int as sending,
       count(*) filter (where state in ('queued', 'deferred'))::int as waiting,
       min(extract(epoch from greatest(next_attempt_at, next_probe_at)) * 1000 - $1)
         filter (where state in ('queued', 'deferred'))::float8 as due_in
     from delivery
     left join (select server_id, next_probe_at from outgoing_server_breaker where state = 'open') down using (server_id)`,
    [time.now()],
  );
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
