import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BenchDatabase, benchSecrets } from './bench-database.ts';
import { cpuOf } from './process-cpu.ts';

export interface WorkerProcess {
  /** The most memory it ever held, in bytes. */
  peakMemory(): Promise<number>;
  /** What it holds now, in bytes. */
  memory(): Promise<number>;
  /** CPU it has used so far, in milliseconds. */
  cpu(): number;
  stop(): Promise<void>;
}

/** Starts a worker as in production; answers once it lives, and listens where `change` names a port for mail. */
export async function startWorkerProcess(
  { databaseUrl, sql }: BenchDatabase,
  change: Record<string, string> = {},
): Promise<WorkerProcess> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'perfectwork-bench-worker-'));
  const given = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, SANDBOX_SMTP_PORT: '0', LOG_LEVEL: 'error' };
  const env = { ...process.env, NODE_ENV: 'production', ...given, ...benchSecrets, ...change };
  const child = spawn(process.execPath, ['--max-semi-space-size=8', 'lib/process/worker.ts'], {
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const lives = async () => {
    const { rows } = await sql.query('select 1 from process_heartbeat where pid = $1', [child.pid]);
    return rows.length > 0;
  };
  const deadline = Date.now() + 60_000;
  while (!(await lives()) || !(await listens(change.MAIL_IN_PORT))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('the worker did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const read = async (name: string) => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) * 1024;
  };
  return {
    peakMemory: () => read('VmHWM'),
    memory: () => read('VmRSS'),
    cpu: () => cpuOf(Number(child.pid)),
    stop: async () => {
      await end(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function listens(port: string | undefined): Promise<boolean> {
  if (port === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    const answer = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
