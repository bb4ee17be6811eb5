import type { Env } from '#lib/core/env.ts';
import type { Logger } from '#lib/core/log.ts';
import { systemActor } from '#lib/db/context.ts';
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
  const boss = await startBoss({ databaseUrl, log, role: 'worker' });
  const heartbeat = await keepHeartbeat(ctx, 'worker');
  await workQueues(boss, ctx, stopping.signal);
  const clock = startClock(ctx, stopping.signal);
  const recovery = startRecovery(ctx, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await clock.stop();
      await recovery.stop();
      await boss.stop({ graceful: true, timeout: 8000 });
      await heartbeat.stop();
      await runtime.close();
    },
  };
}
