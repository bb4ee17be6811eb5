import { bootstrapFromEnv } from '#lib/auth/setup/bootstrap.ts';
import { ensureInstance } from '#lib/auth/setup/ensure-instance.ts';
import { readSetupCode } from '#lib/auth/setup/read-setup-state.ts';
import type { Env } from '#lib/core/env.ts';
import { systemActor } from '#lib/db/context.ts';
import { guardIdentity } from '#lib/instance/guard-identity.ts';
import { installQueues } from '#lib/jobs/boss.ts';
import { installActions } from '#lib/schedule/install-actions.ts';
import { prepareDatabase } from './prepare-database.ts';
import { openRuntime } from './runtime.ts';

/** What the operator is told at the end of a start. */
export interface StartFacts {
  /** Null once a user exists. */
  setupCode: string | null;
  /** The database is a copy: nothing leaves until it is claimed. */
  capturing: boolean;
}

/**
 * Makes the database ready for web and worker: schema, queues, scheduled actions, the row that
 * says what this database is and whether it belongs here, and at the first start the administrator of the BOOTSTRAP_
 * variables.
 * @throws AppError with one sentence for the operator
 */
export async function prepareInstance(env: Env, databaseUrl: string): Promise<StartFacts> {
  await prepareDatabase(databaseUrl);
  await installQueues(databaseUrl);
  const runtime = await openRuntime({ name: 'prepare', env, databaseUrl, connections: 2 });
  try {
    const ctx = runtime.ctxFor(systemActor);
    await ensureInstance(ctx);
    const captureSince = await guardIdentity(ctx);
    await installActions(ctx);
    await bootstrapFromEnv(ctx);
    return { setupCode: await readSetupCode(ctx), capturing: captureSince !== null };
  } finally {
    await runtime.close();
  }
}
