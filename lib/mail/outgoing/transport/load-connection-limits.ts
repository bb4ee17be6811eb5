import { hostname } from 'node:os';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { processHeartbeat } from '#drizzle/schema/instance.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';

/** How this process may use the connections to servers. */
export interface ConnectionLimits {
  /** Workers that live; each takes an equal share of a server's connections. */
  workers: number;
  /** Which of them this one is, from 0: the first ones take what cannot be shared equally. */
  rank: number;
  /** Mails over one connection before a new one is opened. */
  mailsPerConnection: number;
}

/** Who does not sign for 30 seconds is dead; the sign comes every ten. */
const silentFor = sql`interval '30 seconds'`;

/** Counts the workers that live. A process that is none of them has the connections for itself. */
export async function loadConnectionLimits(ctx: Ctx): Promise<ConnectionLimits> {
  const [workers, mailsPerConnection] = await Promise.all([
    ctx.db
      .select({ host: processHeartbeat.host, pid: processHeartbeat.pid })
      .from(processHeartbeat)
      .where(and(eq(processHeartbeat.kind, 'worker'), gt(processHeartbeat.heartbeatAt, sql`now() - ${silentFor}`)))
      .orderBy(asc(processHeartbeat.id)),
    readParameter(ctx, 'mail.session.batch.size'),
  ]);
  const rank = workers.findIndex(({ host, pid }) => host === hostname() && pid === process.pid);
  return rank === -1
    ? { workers: 1, rank: 0, mailsPerConnection }
    : { workers: workers.length, rank, mailsPerConnection };
}

/** This worker's part of a server's connections; at least one, so that no worker stands idle. */
export function shareOf(connections: number, { workers, rank }: Pick<ConnectionLimits, 'workers' | 'rank'>): number {
  return Math.max(1, Math.floor(connections / workers) + (rank < connections % workers ? 1 : 0));
}
