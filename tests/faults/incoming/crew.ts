import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { runEnv } from '../arena.ts';

/** A fetcher at work: a process of its own. */
export interface Fetcher {
  freeze(): void;
  thaw(): void;
  /** kill -9 */
  kill(): Promise<void>;
  /** Whether it ended by itself. */
  hasEnded(): boolean;
}

/** Fetchers that have started and wait for work, so that a killed one is replaced at once. */
export interface Crew {
  take(databaseUrl: string): Promise<Fetcher>;
  close(): void;
}

/** @param logFile what they say, for the report */
export function openCrew(logFile: string): Crew {
  let next = start(logFile);
  return {
    take: async (databaseUrl) => {
      const { child, ready } = next;
      next = start(logFile);
      await ready;
      child.send({ databaseUrl });
      let asked = false;
      return {
        freeze: () => void child.kill('SIGSTOP'),
        thaw: () => void child.kill('SIGCONT'),
        kill: async () => {
          asked = true;
          if (hasEnded(child)) return;
          const ended = once(child, 'exit');
          child.kill('SIGKILL');
          await ended;
        },
        hasEnded: () => !asked && hasEnded(child),
      };
    },
    close: () => void next.child.kill('SIGKILL'),
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function start(logFile: string): { child: ChildProcess; ready: Promise<unknown> } {
  const output = openSync(logFile, 'a');
  const args = ['--max-semi-space-size=8', 'tests/faults/incoming/fetcher.ts'];
  const env = { PATH: process.env.PATH, ...runEnv('postgres://waiting') };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', output, output, 'ipc'] });
  closeSync(output);
  return { child, ready: once(child, 'message') };
}
