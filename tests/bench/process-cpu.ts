import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';

/** Of Linux: a tick of /proc/<pid>/stat in milliseconds. */
const tickMs = 10;

/** CPU a process has used so far, in milliseconds; 0 for one that is gone. */
export function cpuOf(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs;
}

/** CPU of all processes of a PostgreSQL so far, those that ended among them, in milliseconds. */
export async function cpuOfPostgres(sql: pg.Client): Promise<number> {
  const { rows } = await sql.query('select pg_backend_pid() as pid');
  const postmaster = statOf(rows[0].pid)[1];
  const ended = statOf(Number(postmaster)).slice(13, 15);
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = pids.filter((pid) => statOf(Number(pid))[1] === postmaster);
  const gone = ended.reduce((sum, ticks) => sum + Number(ticks) * tickMs, 0);
  return children.reduce((sum, pid) => sum + cpuOf(Number(pid)), gone);
}

/** The fields after the name, from the state on (proc_pid_stat(5)). */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
