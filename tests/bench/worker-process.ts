import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BenchDatabase, benchSecrets } from './bench-database.ts';

export interface WorkerProcess {
  /** The most memory it ever held, in bytes. */
  peakMemory(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a worker as in production; answers once it lives. */
export async function startWorkerProcess({ databaseUrl, sql }: BenchDatabase): Promise<WorkerProcess> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'perfectwork-bench-worker-'));
  const given = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, SANDBOX_SMTP_PORT: '0', LOG_LEVEL: 'error' };
  const env = { ...process.env, NODE_ENV: 'production', ...given, ...benchSecrets };
  const child = spawn(process.execPath, ['--max-semi-space-size=8', 'lib/process/worker.ts'], {
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const lives = async () => {
    const { rows } = await sql.query('select 1 from process_heartbeat where pid = $1', [child.pid]);
    return rows.length > 0;
  };
  const deadline = Date.now() + 60_000;
  while (!(await lives())) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('the worker did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    peakMemory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024;
    },
    stop: async () => {
      await end(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
