import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Env, readEnv } from '#lib/core/env.ts';
import { AppError } from '#lib/core/errors.ts';
import { explainFileFailure } from './explain-failure.ts';

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

/**
 * Makes DATA_DIR where it is missing. Folder by folder: Node's recursive mkdir never returns below /proc.
 * @throws AppError `unavailable` saying why it cannot be made
 */
export function makeDataDir(dataDir: string): void {
  const missing: string[] = [];
  for (let folder = resolve(dataDir); !existsSync(folder); folder = dirname(folder)) missing.unshift(folder);
  // Root runs PostgreSQL under another account, which has to pass through; the secrets inside are 0600.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    for (const folder of missing) mkdirSync(folder, { mode });
  } catch (error) {
    throw explainFileFailure(dataDir, error);
  }
}
