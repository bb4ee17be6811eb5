import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#lib/core/errors.ts';
import { explainFileFailure } from './explain-failure.ts';

export const secretNames = ['APP_SECRET', 'CRON_SECRET'] as const;
type SecretName = (typeof secretNames)[number];
type Secrets = Record<SecretName, string>;

/** Where DATA_DIR keeps a secret. */
export function secretPath(dataDir: string, name: SecretName): string {
  return join(dataDir, name);
}

/**
 * APP_SECRET and CRON_SECRET: from the environment, else from the files of these names in DATA_DIR, else made now
 * (256 bits, 0600). With a database of one's own they must be given, because every machine on it needs the same.
 * @throws AppError `invalid` when one has to be given; `unavailable` when DATA_DIR cannot be written
 */
export function keepSecrets(source: NodeJS.ProcessEnv, dataDir: string): Secrets {
  const missing = secretNames.filter((name) => !source[name]);
  if (source.DATABASE_URL && missing.length > 0) {
    const rule = 'every machine on this database needs the same (`openssl rand -hex 32` makes one)';
    throw new AppError('invalid', `With DATABASE_URL, ${missing.join(' and ')} must be set too: ${rule}.`);
  }
  const pairs = secretNames.map((name) => [name, source[name] || readOrMake(secretPath(dataDir, name))]);
  return Object.fromEntries(pairs);
}

function readOrMake(path: string): string {
  try {
    if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw explainFileFailure(path, error);
  }
  const secret = randomBytes(32).toString('hex');
  writeSecret(path, secret);
  return secret;
}

/**
 * Writes a secret for its owner alone, aside and then moved into place: a full disk must not leave an empty one behind.
 * @throws AppError `unavailable` when it cannot be written
 */
export function writeSecret(path: string, secret: string): void {
  try {
    writeFileSync(`${path}.new`, `${secret}\n`, { mode: 0o600, flush: true });
    chmodSync(`${path}.new`, 0o600);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw explainFileFailure(path, error);
  }
}
