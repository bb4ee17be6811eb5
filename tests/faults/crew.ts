import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { runEnv } from './arena.ts';
import type { ClockFace } from './run-clock.ts';
import { signedUrl } from './witness.ts';

/** A worker: a real process that can be killed, frozen, and given another time. */
export interface Worker {
  /** Starts it, again and again where the database is away; nothing where it lives. */
  start(): Promise<void>;
  kill(): void;
  freeze(): void;
  thaw(): void;
  /** Makes its clock wrong by this; 0 sets it right. */
  setWrongBy(ms: number): void;
  /** Tells it that the run's own clock was moved. */
  syncClock(): void;
  /** Ends it in peace. */
  stop(): Promise<void>;
}

interface Place {
  number: number;
  databaseUrl: string;
  clock: ClockFace;
  logFile: string;
  /** Told when a worker ends that nobody ended. */
  onUnasked(what: string): void;
}

const stopMs = 20_000;
const mostStarts = 100;

/** A worker's place; nobody works there yet. Whoever ends without being told to is started again, as the product does. */
export function makeWorker({ number, databaseUrl, clock, logFile, onUnasked }: Place): Worker {
  let child: ChildProcess | null = null;
  let lives = 0;
  let wrongBy = 0;
  let wanted = false;
  const tell = () => child?.connected && child.send({ offset: clock.offset + wrongBy }, () => undefined);
  const live = async () => {
    for (let attempt = 0; wanted && attempt < mostStarts; attempt++) {
      lives += 1;
      const name = `worker${number}.${lives}`;
      const started = spawnWorker(signedUrl(databaseUrl, name), { ...clock, offset: clock.offset + wrongBy }, logFile);
      child = started;
      if (await isReady(started)) {
        if (!isAlive(started)) return;
        started.once('exit', (code, by) => {
          if (!wanted || child !== started) return;
          onUnasked(`${name} ended by itself: exit code ${code}, signal ${by}`);
          void live();
        });
        return;
      }
      // The database is away: the next one may find it.
      await pause(100);
    }
  };
  return {
    start: async () => {
      if (wanted) return;
      wanted = true;
      await live();
    },
    kill: () => {
      wanted = false;
      child?.kill('SIGKILL');
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    setWrongBy: (ms) => {
      wrongBy = ms;
      tell();
    },
    syncClock: () => void tell(),
    stop: async () => {
      wanted = false;
      if (!child || !isAlive(child)) return;
      const ended = once(child, 'exit');
      const timer = setTimeout(() => child?.kill('SIGKILL'), stopMs);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    },
  };
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function spawnWorker(databaseUrl: string, clock: ClockFace, logFile: string): ChildProcess {
  const args = ['--max-semi-space-size=8', '--import', './lib/process/check-node.js', 'tests/faults/worker.ts'];
  const output = openSync(logFile, 'a');
  const env = { PATH: process.env.PATH, ...runEnv(databaseUrl), FAULTS_CLOCK: JSON.stringify(clock) };
  const child = spawn(process.execPath, args, {
    env,
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  return child;
}

/** True once it works; false when it ended before. */
function isReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.once('message', () => resolve(true));
    child.once('exit', () => resolve(false));
  });
}
