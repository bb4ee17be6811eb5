import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Env } from '#lib/core/env.ts';
import { AppError } from '#lib/core/errors.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '#lib/db/embedded.ts';
import { makeDataDir, readSettings } from './read-settings.ts';
import { takeRunLock } from './run-lock.ts';

export interface CommandDatabase {
  /** With the database's address, embedded or not; without secrets. */
  env: Env & { databaseUrl: string };
}

export interface CommandNeeds {
  /** The product must not run on the embedded database meanwhile. */
  alone?: boolean;
  /** The embedded database is made where there is none. */
  create?: boolean;
}

/**
 * Lends a command of the operator the database: DATABASE_URL, else the embedded one of DATA_DIR, that of the running
 * product where it may be shared, started for the time of the command otherwise.
 * @throws AppError `conflict` while the product runs and must not; `invalid` where there is no database
 */
export async function withCommandDatabase<T>(
  { alone, create }: CommandNeeds,
  work: (database: CommandDatabase) => Promise<T>,
): Promise<T> {
  const env = readSettings();
  if (env.databaseUrl) return work({ env: { ...env, databaseUrl: env.databaseUrl, embeddedDatabase: false } });
  const dataDir = resolve(env.dataDir);
  if (!create && !existsSync(join(dataDir, 'embedded-postgres.json'))) {
    const advice = 'Set DATA_DIR to the folder of the installation, or DATABASE_URL to its database.';
    throw new AppError('invalid', `There is no database in ${dataDir}. ${advice}`);
  }
  const lend = (databaseUrl: string) => work({ env: { ...env, dataDir, databaseUrl, embeddedDatabase: true } });
  const running = alone ? undefined : findEmbeddedPostgres(dataDir);
  if (running) return lend(running);
  makeDataDir(dataDir);
  const lock = await takeRunLock(dataDir);
  try {
    const server = await startEmbeddedPostgres({ dataDir, log: { info: () => undefined } });
    try {
      return await lend(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    lock.release();
  }
}
