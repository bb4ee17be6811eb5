import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that can be told from a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in the system's own words; equal only for the same process. */
  startedAt: string;
}

/** The identity of a living process; undefined when there is none or only a zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? readLinuxStart(pid) : askForStart(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether exactly this process still lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

/** Ends exactly this process: asks first, kills after `graceMs`. A stranger who got its number is left alone. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  const rounds: Array<[NodeJS.Signals, number]> = [
    ['SIGTERM', graceMs],
    ['SIGKILL', 5000],
  ];
  for (const [signal, wait] of rounds) {
    if (!isAlive(identity)) return;
    process.kill(identity.pid, signal);
    const deadline = Date.now() + wait;
    while (isAlive(identity) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Boot id and field 22 of /proc/PID/stat (clock ticks since boot); the name in field 2 may hold spaces and brackets. */
function readLinuxStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function askForStart(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
