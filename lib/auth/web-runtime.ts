import { readEnv } from '#lib/core/env.ts';
import { AppError } from '#lib/core/errors.ts';
import { openRuntime, type Runtime } from '#lib/process/runtime.ts';

/** On `globalThis`, because Next loads this module once for pages and once for route handlers. */
const shared = globalThis as typeof globalThis & { perfectworkRuntime?: Promise<Runtime> };

/**
 * The runtime of the web process, opened at the first request.
 * @throws AppError `unavailable` when DATABASE_URL is missing (the supervisor sets it, embedded or not)
 */
export function webRuntime(): Promise<Runtime> {
  shared.perfectworkRuntime ??= open().catch((error) => {
    // A database that was away at the first request must not leave the process broken for good.
    shared.perfectworkRuntime = undefined;
    throw error;
  });
  return shared.perfectworkRuntime;
}

async function open(): Promise<Runtime> {
  const env = readEnv(process.env);
  if (!env.databaseUrl)
    throw new AppError('unavailable', 'The web process has no DATABASE_URL. Start it with npm start.');
  return openRuntime({ name: 'web', env, databaseUrl: env.databaseUrl });
}
