import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes the postmaster.pid a killed PostgreSQL left, which PostgreSQL itself honours as long as any process has that
 * number: a zombie nobody reaps, or a stranger, as happens after every restart of a container. Only where no process
 * works in the cluster's folder any more; server processes that outlive their postmaster keep it for a moment.
 */
export function removeStaleLock(cluster: string): void {
  if (process.platform === 'linux' && !isInUse(cluster)) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

function isInUse(cluster: string): boolean {
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && worksIn(name, cluster));
}

function worksIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false; // ended meanwhile, or belongs to another account, which PostgreSQL of this cluster does not
  }
}
