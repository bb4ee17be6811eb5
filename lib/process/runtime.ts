import { systemClock } from '#lib/core/clock.ts';
import type { Env } from '#lib/core/env.ts';
import { createLog, type Logger } from '#lib/core/log.ts';
import { type DbClient, openDb } from '#lib/db/client.ts';
import type { Actor, Ctx } from '#lib/db/context.ts';
import { jobSender, startBoss } from '#lib/jobs/boss.ts';

/** What a process holds while it lives: its pool, its log, its way to add jobs. */
export interface Runtime {
  env: Env;
  log: Logger;
  client: DbClient;
  /** The context of a verb run on behalf of `actor`. */
  ctxFor(actor: Actor): Ctx;
  close(): Promise<void>;
}

export interface RuntimeOptions {
  name: string;
  env: Env;
  databaseUrl: string;
  /** Connections of the pool. */
  connections?: number;
  /** The statements asked most are prepared by name: see {@link openDb}. */
  prepares?: boolean;
}

/**
 * Opens what a process needs to run verbs.
 * @throws the database's error when it cannot be reached
 */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { name, env, databaseUrl, connections, prepares } = options;
  const log = createLog(name, env.logLevel);
  const client = openDb(databaseUrl, connections, { prepares });
  const boss = await startBoss({ databaseUrl, log, role: 'sender' });
  const jobs = jobSender(boss);
  return {
    env,
    log,
    client,
    ctxFor: (actor) => ({ actor, db: client.db, now: systemClock, log, env, jobs }),
    close: async () => {
      await boss.stop({ graceful: false });
      await client.close();
    },
  };
}
