import { existsSync } from 'node:fs';
import { type Env, readEnv } from '#lib/core/env.ts';
import { AppError } from '#lib/core/errors.ts';

/**
 * The environment of a process: the variables given, filled up from a `.env` file in the current folder.
 * @throws AppError `invalid` naming every variable that is wrong
 */
export function readSettings(): Env {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const env = readEnv(process.env);
  if (env.port === 0) throw new AppError('invalid', 'PORT must be between 1 and 65535.');
  return env;
}
