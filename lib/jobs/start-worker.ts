import type { Env } from '#lib/core/env.ts';
import type { Logger } from '#lib/core/log.ts';
import { openDb } from '#lib/db/client.ts';
import { systemActor } from '#lib/db/context.ts';
import { watchMailboxes } from '#lib/mail/incoming/watch/watch-mailboxes.ts';
import { openDrains } from '#lib/mail/outgoing/send.ts';
import { openRuntime } from '#lib/process/runtime.ts';
import { startBoss } from './boss.ts';
import { startClock } from './clock.ts';
import { keepHeartbeat } from './heartbeat.ts';
import { startRecovery } from './recovery.ts';
import { workQueues } from './work.ts';

export interface WorkerOptions {
  databaseUrl: string;
  env: Env;
  log: Logger;
}

/** Starts a worker: queues, scheduled actions, sign of life. `stop` lets what is in hand finish. */
export async function startWorker({ databaseUrl, env, log }: WorkerOptions): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const runtime = await openRuntime({ name: 'worker', env, databaseUrl, connections: 20 });
  const ctx = { ...runtime.ctxFor(systemActor), log };
  const receiving = openDb(databaseUrl, 12, { prepares: true });
  const receiver = { ...ctx, db: receiving.db };
  const boss = await startBoss({ databaseUrl, log, role: 'worker' });
  const heartbeat = await keepHeartbeat(ctx, 'worker');
  const drains = await openDrains(ctx, stopping.signal);
  await workQueues(boss, { sender: ctx, receiver }, drains);
  const clock = startClock(ctx, stopping.signal);
  const recovery = startRecovery(ctx, drains, stopping.signal);
  const watch = watchMailboxes(receiver);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([clock.stop(), watch.stop()]);
      await recovery.stop();
      await Promise.allSettled([
        drains.direct.settled(),
        drains.queued.settled(),
        boss.stop({ graceful: true, timeout: 8000 }),
      ]);
      await heartbeat.stop();
      await Promise.all([receiving.close(), runtime.close()]);
    },
  };
}
