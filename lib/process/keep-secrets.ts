import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#lib/core/errors.ts';
import { explainFileFailure } from './explain-failure.ts';

const names = ['APP_SECRET', 'CRON_SECRET'] as const;
type Secrets = Record<(typeof names)[number], string>;

/**
 * APP_SECRET and CRON_SECRET: from the environment, else from the files of these names in DATA_DIR, else made now
 * (256 bits, 0600). With a database of one's own they must be given, because every machine on it needs the same.
 * @throws AppError `invalid` when one has to be given; `unavailable` when DATA_DIR cannot be written
 */
export function keepSecrets(source: NodeJS.ProcessEnv, dataDir: string): Secrets {
  const missing = names.filter((name) => !source[name]);
  if (source.DATABASE_URL && missing.length > 0) {
    const rule = 'every machine on this database needs the same (`openssl rand -hex 32` makes one)';
    throw new AppError('invalid', `With DATABASE_URL, ${missing.join(' and ')} must be set too: ${rule}.`);
  }
  const pairs = names.map((name) => [name, source[name] || readOrMake(join(dataDir, name))]);
  return Object.fromEntries(pairs);
}

function readOrMake(path: string): string {
  try {
    if (existsSync(path)) return readFileSync(path, 'utf8').trim();
    const secret = randomBytes(32).toString('hex');
    // Written aside and moved into place: a full disk must not leave an empty secret behind.
    writeFileSync(`${path}.new`, `${secret}\n`, { mode: 0o600, flush: true });
    chmodSync(`${path}.new`, 0o600);
    renameSync(`${path}.new`, path);
    return secret;
  } catch (error) {
    throw explainFileFailure(path, error);
  }
}
