import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { eventually } from './eventually.ts';

export interface WorkerChild {
  /** Everything it has written so far. */
  said(): string;
  /** Memory it holds, and held at most, in MB. */
  memory(): { now: number; most: number };
  /** kill -9, as the kernel does it when memory is short. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A worker process of its own on a database, with a mail listener. Answers once it listens. */
export async function startWorkerChild(databaseUrl: string, change: Record<string, string>): Promise<WorkerChild> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    APP_SECRET: 'a secret that only the tests use',
    CRON_SECRET: 'a cron secret that only the tests use',
    SANDBOX_SMTP_PORT: '0',
    LOG_LEVEL: 'info',
    ...change,
  };
  // The channel tells it that somebody prepared the database for it.
  const child = spawn(process.execPath, ['lib/process/worker.ts'], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      said += data;
    });
  }
  const end = (signal: NodeJS.Signals) => ended(child, signal);
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`the worker ended:\n${said}`);
    return said.includes('may hand mails over') || said.includes('asked for again') || null;
  }, 60_000);
  return {
    said: () => said,
    memory: () => memoryOf(child.pid ?? 0),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

function memoryOf(pid: number): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { now: read('VmRSS'), most: read('VmHWM') };
}
