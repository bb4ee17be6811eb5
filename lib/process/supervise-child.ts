import { type ChildProcess, spawn } from 'node:child_process';
import type { Narrator } from '#lib/db/embedded.ts';
import { hopeless } from './process-life.ts';

export interface ChildPlan {
  /** `web`, `worker`: as it is called towards the operator. */
  name: string;
  /** Arguments for Node. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** How long it may take to stop before it is killed. */
  graceMs: number;
}

export interface ChildHooks {
  log: Narrator;
  /** The process id of the first start and of each restart. */
  onStart(): void;
  /** It cannot work at all: it said so itself, or it died three times in a row within ten seconds. */
  onHopeless(name: string): void;
}

export interface SupervisedChild {
  pid(): number | undefined;
  restart(): void;
  /** Asks it to end and waits; kills it after its grace or when `hurry` is aborted. */
  stop(hurry: AbortSignal): Promise<void>;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** A child that lived this long starts with the short pause again. */
const settledMs = 60_000;
const earlyMs = 10_000;
const earlyDeathsAllowed = 3;

/** Keeps one child running: a child that dies is started again after 0.5 s, 1 s, 2 s ... up to 30 s. */
export function superviseChild(plan: ChildPlan, hooks: ChildHooks): SupervisedChild {
  let child: ChildProcess;
  let stopping = false;
  let pauseMs = firstPauseMs;
  let earlyDeaths = 0;
  let everSettled = false;
  let timer: NodeJS.Timeout | undefined;

  const start = () => {
    const since = Date.now();
    child = spawn(process.execPath, plan.args, { env: plan.env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.on('error', () => undefined); // a failed spawn also arrives as exit
    child.once('exit', (code, signal) => died(Date.now() - since, code, signal));
    hooks.onStart();
  };
  const died = (livedMs: number, code: number | null, signal: string | null) => {
    if (stopping) return;
    everSettled ||= livedMs >= earlyMs;
    earlyDeaths = livedMs < earlyMs ? earlyDeaths + 1 : 0;
    if (code === hopeless || (!everSettled && earlyDeaths >= earlyDeathsAllowed)) return hooks.onHopeless(plan.name);
    if (livedMs >= settledMs) pauseMs = firstPauseMs;
    const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
    hooks.log.info(`The ${plan.name} process ${how}; it is started again in ${pauseMs / 1000} s.`);
    timer = setTimeout(start, pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  };
  start();
  return {
    pid: () => (child.exitCode === null && child.signalCode === null ? child.pid : undefined),
    restart: () => void child.kill('SIGTERM'),
    stop: async (hurry) => {
      stopping = true;
      clearTimeout(timer);
      await endChild(child, plan.graceMs, hurry);
    },
  };
}

function endChild(child: ChildProcess, graceMs: number, hurry: AbortSignal): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const kill = () => void child.kill('SIGKILL');
    const timer = setTimeout(kill, graceMs);
    hurry.addEventListener('abort', kill);
    child.once('exit', () => {
      clearTimeout(timer);
      hurry.removeEventListener('abort', kill);
      resolve();
    });
    child.kill(hurry.aborted ? 'SIGKILL' : 'SIGTERM');
  });
}
