import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { messageOf } from '#lib/core/errors.ts';
import type { Logger } from '#lib/core/log.ts';
import type { JobSender } from '#lib/db/context.ts';
import { queueNames } from './queues.ts';

export interface BossOptions {
  databaseUrl: string;
  log: Logger;
  /** `worker` fetches jobs and keeps the queues tidy; `sender` only adds jobs. */
  role: 'worker' | 'sender';
}

/** Starts pg-boss. Its tables (schema `pgboss`) must exist: see {@link installQueues}. */
export async function startBoss({ databaseUrl, log, role }: BossOptions): Promise<PgBoss> {
  const isWorker = role === 'worker';
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: isWorker ? 4 : 1,
    application_name: `perfectwork-mail jobs (${role})`,
    migrate: false,
    schedule: false,
    supervise: isWorker,
    useListenNotify: isWorker,
  });
  boss.on('error', (error) => log.warn({ reason: messageOf(error) }, 'the job queue reports an error'));
  return boss.start();
}

/** Creates pg-boss's tables and our queues, or brings them up to date. Safe to call from several processes. */
export async function installQueues(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 2, schedule: false, supervise: false });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    for (const name of queueNames) {
      // `notify` wakes a worker in milliseconds; polling alone costs seconds.
      const options = {
        notify: true,
        heartbeatSeconds: 10,
        expireInSeconds: 120,
        retryLimit: 5,
        retryDelay: 1,
        deleteAfterSeconds: 60,
      };
      if (await boss.getQueue(name)) await boss.updateQueue(name, options);
      else await boss.createQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** Adds jobs inside the transaction of the change that calls for them. */
export function jobSender(boss: PgBoss): JobSender {
  return {
    send: async (db, queue, data, startAfter) => {
      await boss.send(queue, data, { db: fromDrizzle(db, sql), ...(startAfter ? { startAfter } : {}) });
    },
    sendMany: async (db, queue, jobs) => {
      if (jobs.length > 0) await boss.insert(queue, jobs, { db: fromDrizzle(db, sql) });
    },
  };
}
