import { watch } from 'node:fs';
import { resolve } from 'node:path';
import type { Env } from '#lib/core/env.ts';
import { AppError } from '#lib/core/errors.ts';
import { endOrphanPostgres } from '#lib/db/embedded.ts';
import { announce } from './announce.ts';
import { checkPort, mailVariables } from './check-port.ts';
import { ensureBuild } from './ensure-build.ts';
import { sentenceOf } from './explain-failure.ts';
import { type Halt, listenForHalt } from './halt.ts';
import { keepPostgres } from './keep-postgres.ts';
import { keepSecrets } from './keep-secrets.ts';
import { endProcess } from './process-identity.ts';
import { makeDataDir, readSettings } from './read-settings.ts';
import { takeRunLock } from './run-lock.ts';
import { runPrepare } from './run-prepare.ts';
import { type SupervisedChild, superviseChild } from './supervise-child.ts';
import { ownAddress, waitForHealth } from './wait-for-health.ts';

export type Mode = 'production' | 'development';

/** Undoes one step of the start; run in reverse order, so PostgreSQL stops after everything that uses it. */
type Undo = () => Promise<void> | void;

const say = { info: (sentence: string) => void process.stdout.write(`${sentence}\n`) };
/** V8's default young generation lets an idle worker sit at 203 MB; with 8 MB it is 115. */
const smallHeap = '--max-semi-space-size=8';
const orphanGraceMs = 5000;
const healthLimitMs = { production: 90_000, development: 180_000 };

/**
 * The supervisor: brings up the database, web and worker of one DATA_DIR, keeps them running, and stops them on
 * SIGINT or SIGTERM. Ends the process: code 0 when asked to stop, 1 with one sentence on stderr otherwise.
 */
export async function runAll(mode: Mode): Promise<void> {
  const halt = listenForHalt();
  const undo: Undo[] = [];
  try {
    await bringUp(mode, halt, undo);
    await aborted(halt.stop);
  } catch (error) {
    if (!halt.stop.aborted) halt.fail(error instanceof Error ? error : new Error(String(error)));
  }
  for (const step of undo.reverse()) await Promise.resolve(step()).catch((error) => halt.fail(error));
  const fault = halt.fault();
  if (fault) process.stderr.write(`${sentenceOf(fault)}\n`);
  process.exit(fault ? 1 : 0);
}

async function bringUp(mode: Mode, halt: Halt, undo: Undo[]): Promise<void> {
  const env = readSettings();
  makeDataDir(env.dataDir);
  const secrets = keepSecrets(process.env, env.dataDir);
  const lock = await takeRunLock(env.dataDir);
  undo.push(lock.release);
  halt.stop.addEventListener('abort', lock.noteStopping);
  await endOrphans(env, lock.orphans);
  await checkPort(env.host, env.port);
  if (env.mailInPort > 0) await checkPort(env.mailInHost, env.mailInPort, mailVariables);
  const databaseUrl = env.databaseUrl ?? (await keepPostgres(env.dataDir, say, halt, undo));
  halt.stop.throwIfAborted();
  const childEnv = {
    ...process.env,
    ...secrets,
    DATABASE_URL: databaseUrl,
    DATA_DIR: resolve(env.dataDir),
    NEXTAUTH_URL: env.publicUrl,
    EMBEDDED_DATABASE: env.databaseUrl ? '0' : '1',
    NODE_COMPILE_CACHE: resolve('node_modules/.cache/perfectwork-mail'),
  };
  const facts = await runPrepare(childEnv, halt.stop);
  if (mode === 'production') await ensureBuild(say, halt.stop);
  halt.stop.throwIfAborted();
  const children = startChildren(mode, childEnv, env, halt);
  const note = () => lock.noteChildren(children.map((child) => child.pid()).filter((pid) => pid !== undefined));
  note();
  const notes = setInterval(note, 2000);
  undo.push(() => clearInterval(notes));
  for (const child of children) undo.push(() => child.stop(halt.hurry));
  if (mode === 'development') undo.push(reloadOnChange(children));
  await waitForHealth(ownAddress(env.host, env.port), healthLimitMs[mode], halt.stop);
  for (const line of announce(env, facts)) say.info(line);
}

async function endOrphans(env: Env, orphans: Parameters<typeof endProcess>[0][]): Promise<void> {
  await Promise.all(orphans.map((orphan) => endProcess(orphan, orphanGraceMs)));
  const postgres = await endOrphanPostgres(env.dataDir);
  const count = orphans.length + (postgres ? 1 : 0);
  if (count > 0) say.info(`Ended ${count === 1 ? 'a process' : `${count} processes`} left over from a killed run.`);
}

/** In the order in which they stop last to first: the web stops taking requests before the worker leaves. */
function startChildren(mode: Mode, childEnv: NodeJS.ProcessEnv, env: Env, halt: Halt): SupervisedChild[] {
  const onHopeless = (name: string) => {
    halt.fail(new AppError('unavailable', `The ${name} process cannot run; what it said stands above.`));
  };
  const hooks = { log: say, onStart: () => undefined, onHopeless };
  const bundler = ['node_modules/next/dist/bin/next', 'dev', '--hostname', env.host, '--port', String(env.port)];
  const web = mode === 'production' ? [smallHeap, 'lib/process/web.ts'] : bundler;
  const nodeEnv = mode;
  const plan = { env: { ...childEnv, NODE_ENV: nodeEnv }, graceMs: 25_000 };
  return [
    superviseChild({ ...plan, name: 'worker', args: [smallHeap, 'lib/process/worker.ts'] }, hooks),
    superviseChild({ ...plan, name: 'web', args: web }, hooks),
  ];
}

/** Next reloads its own part; the worker is started again when its code changes. */
function reloadOnChange([worker]: SupervisedChild[]): Undo {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch('lib', { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => worker?.restart(), 300);
  });
  return () => watcher.close();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => (signal.aborted ? done() : signal.addEventListener('abort', () => done())));
}
