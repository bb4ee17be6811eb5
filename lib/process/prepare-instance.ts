import { bootstrapFromEnv } from '#lib/auth/setup/bootstrap.ts';
import { ensureInstance } from '#lib/auth/setup/ensure-instance.ts';
import { readSetupCode } from '#lib/auth/setup/read-setup-state.ts';
import type { Env } from '#lib/core/env.ts';
import { systemActor } from '#lib/db/context.ts';
import { installQueues } from '#lib/jobs/boss.ts';
import { installActions } from '#lib/schedule/install-actions.ts';
import { prepareDatabase } from './prepare-database.ts';
import { openRuntime } from './runtime.ts';

/**
 * Makes the database ready for web and worker: schema, queues, scheduled actions, the row that
 * says what this database is, and at the first start the administrator of the BOOTSTRAP_ variables.
 * @returns the set-up code to print, null once a user exists
 * @throws AppError with one sentence for the operator
 */
export async function prepareInstance(env: Env, databaseUrl: string): Promise<string | null> {
  await prepareDatabase(databaseUrl);
  await installQueues(databaseUrl);
  const runtime = await openRuntime({ name: 'prepare', env, databaseUrl, connections: 2 });
  try {
    const ctx = runtime.ctxFor(systemActor);
    await ensureInstance(ctx);
    await installActions(ctx);
    await bootstrapFromEnv(ctx);
    return await readSetupCode(ctx);
  } finally {
    await runtime.close();
  }
}
