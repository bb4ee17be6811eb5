import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '#lib/core/env.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { outlastOutage } from '#lib/db/outlast-outage.ts';
import { openRuntime } from '#lib/process/runtime.ts';
import { addServer } from '../setup/outgoing-fixtures.ts';
import { type Arena, recoveryMs, runEnv } from './arena.ts';
import { makeWorker, type Worker } from './crew.ts';
import { type Evidence, readEvidence } from './evidence.ts';
import { performProgramme } from './perform.ts';
import type { Programme } from './programme.ts';
import { type RunTime, startRunTime } from './run-time.ts';
import { settle } from './settle.ts';
import { type Sink, startSink } from './sink-process.ts';

/** What belongs to one run. */
export interface Run {
  arena: Arena;
  programme: Programme;
  time: RunTime;
  sink: Sink;
  workers: Worker[];
  /** Acts as the system, on the time of the run. */
  ctx: Ctx;
  /** Statements of the run itself; each waits for a PostgreSQL that was killed to be through with its recovery. */
  query<T>(statement: string, values?: unknown[]): Promise<T[]>;
  /** The same at once: no rows where the database is away. */
  tryQuery<T>(statement: string, values?: unknown[]): Promise<T[]>;
  /** Workers that ended and were not told to. */
  unasked: string[];
}

/** Plays one programme from an empty database to the last verdict, and gathers what is left. */
export async function playRun(arena: Arena, programme: Programme, keepFolder = false): Promise<Evidence> {
  const folder = mkdtempSync(join(tmpdir(), `perfectwork-faults-${programme.seed}-`));
  const database = `run_${programme.seed}`;
  const databaseUrl = await arena.openDatabase(database);
  const time = startRunTime();
  const sink = await startSink(folder, programme, time.face);
  const env = readEnv({ ...runEnv(databaseUrl), LOG_LEVEL: 'silent' });
  const runtime = await openRuntime({ name: 'faults', env, databaseUrl, connections: 5 });
  const unasked: string[] = [];
  const workers = Array.from({ length: programme.workers }, (_, number) => {
    const logFile = join(folder, `worker${number}.log`);
    return makeWorker({ number, databaseUrl, clock: time.face, logFile, onUnasked: (what) => unasked.push(what) });
  });
  const ctx = { ...runtime.ctxFor(systemActor), now: () => new Date(time.now()) };
  const ask = async <T>(statement: string, values: unknown[] = []) =>
    (await runtime.client.pool.query(statement, values)).rows as T[];
  const query: Run['query'] = (statement, values) => outlastOutage(ctx, () => ask(statement, values), recoveryMs);
  const tryQuery: Run['tryQuery'] = (statement, values) => ask<never>(statement, values).catch(() => []);
  const run: Run = { arena, programme, time, sink, workers, ctx, query, tryQuery, unasked };
  try {
    await begin(run);
    await performProgramme(run);
    const settled = await settle(run);
    await Promise.all(workers.map((worker) => worker.stop()));
    return await readEvidence(run, { settled, folder });
  } finally {
    for (const worker of workers) worker.kill();
    await sink.stop();
    await runtime.close();
    await arena.dropDatabase(database);
    if (!keepFolder) rmSync(folder, { recursive: true, force: true });
  }
}

async function begin({ programme, time, sink, workers, ctx, query }: Run): Promise<void> {
  const { base, speed } = time.face;
  await query('update faults.clock set base = to_timestamp($1::float8 / 1000), speed = $2', [base, speed]);
  const { concurrency, encryption, perMinuteLimit } = programme;
  await addServer(ctx, { port: sink.port, concurrency, encryption, perMinuteLimit });
  await Promise.all(workers.map((worker) => worker.start()));
}
