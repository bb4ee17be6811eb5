import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#lib/core/errors.ts';
import { explainFileFailure } from './explain-failure.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

interface RunRecord {
  supervisor: ProcessIdentity;
  children: ProcessIdentity[];
  /** It has been asked to stop and is about to be gone. */
  stopping: boolean;
}

export interface RunLock {
  /** Processes of an earlier run that was killed; they still live. */
  orphans: ProcessIdentity[];
  /** Writes down the children, so that the next start finds them whatever happens to us. */
  noteChildren(pids: number[]): void;
  /** Tells a start that comes now to wait for our end instead of giving up. */
  noteStopping(): void;
  release(): void;
}

const longestStopMs = 40_000;

/**
 * Takes the one right to run on a DATA_DIR. The lock is a file with process ids and start times: it outlives a
 * kill -9, and a later process that got the same number is not mistaken for ours.
 * @throws AppError `conflict` while another start holds it; `unavailable` when DATA_DIR cannot be written
 */
export async function takeRunLock(dataDir: string): Promise<RunLock> {
  const path = join(dataDir, 'run.json');
  const supervisor = identify(process.pid) ?? { pid: process.pid, startedAt: 'unknown' };
  const orphans = await claim(dataDir, path, supervisor);
  const record: RunRecord = { supervisor, children: [], stopping: false };
  const write = (change: Partial<RunRecord>) => {
    Object.assign(record, change);
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(record));
    renameSync(`${path}.${process.pid}`, path);
  };
  return {
    orphans,
    noteChildren: (pids) => write({ children: pids.map(identify).filter((child) => child !== undefined) }),
    noteStopping: () => write({ stopping: true }),
    release: () => rmSync(path, { force: true }),
  };
}

async function claim(dataDir: string, path: string, supervisor: ProcessIdentity): Promise<ProcessIdentity[]> {
  const mine = `${path}.${process.pid}`;
  try {
    writeFileSync(mine, JSON.stringify({ supervisor, children: [], stopping: false }));
  } catch (error) {
    throw explainFileFailure(dataDir, error);
  }
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      await waitForStop(path);
      const earlier = readRecord(path);
      if (earlier && isAlive(earlier.supervisor)) throw alreadyRunning(dataDir, earlier);
      if (earlier) setAside(path, earlier);
      if (tryLink(mine, path)) return earlier?.children.filter(isAlive) ?? [];
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new AppError('conflict', `Another start of PerfectWORK Mail is using ${dataDir}. Wait for it and look there.`);
}

async function waitForStop(path: string): Promise<void> {
  const deadline = Date.now() + longestStopMs;
  for (let earlier = readRecord(path); earlier?.stopping && isAlive(earlier.supervisor); earlier = readRecord(path)) {
    if (Date.now() > deadline) return;
    await pause(50);
  }
}

function alreadyRunning(dataDir: string, earlier: RunRecord): AppError {
  const advice = 'Stop it first, or set DATA_DIR and PORT for a second one.';
  const place = `${dataDir} (process ${earlier.supervisor.pid})`;
  return new AppError('conflict', `PerfectWORK Mail is already running on ${place}. ${advice}`);
}

/** Moves a stale lock away. Should another start have replaced it in the meantime, its lock is put back. */
function setAside(path: string, expected: RunRecord): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readRecord(aside)?.supervisor.startedAt !== expected.supervisor.startedAt) tryLink(aside, path);
    rmSync(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw explainFileFailure(path, error);
  }
}

/** A hard link either makes the whole file appear under the name, or fails because the name is taken. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw explainFileFailure(to, error);
  }
}

/** A record that cannot be read belongs to nobody any more (a crash of the machine can leave an empty file). */
function readRecord(path: string): RunRecord | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const record = JSON.parse(text);
    if (Number.isInteger(record.supervisor.pid) && Array.isArray(record.children)) return record;
  } catch {
    // damaged: falls through to a record of a process that cannot live
  }
  return { supervisor: { pid: 0, startedAt: 'damaged' }, children: [], stopping: false };
}
