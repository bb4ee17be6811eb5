import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { secretFingerprint } from '#lib/core/crypto.ts';
import type { Env } from '#lib/core/env.ts';
import { AppError } from '#lib/core/errors.ts';
import type { BackupHeader } from '#lib/db/backup/backup-format.ts';
import { restoreBackup } from '#lib/db/backup/restore-backup.ts';
import { fileArgument } from './command-arguments.ts';
import { type CommandDatabase, withCommandDatabase } from './command-database.ts';
import { keepSecrets, secretNames, secretPath, writeSecret } from './keep-secrets.ts';
import { prepareDatabase } from './prepare-database.ts';
import { runCommand } from './run-command.ts';

// `npm run restore -- FILE`: into an empty database, while nothing runs on it.
await runCommand(() => withCommandDatabase({ alone: true, create: true }, restore));

async function restore({ env }: CommandDatabase): Promise<string> {
  const file = resolve(fileArgument('restore'));
  await prepareDatabase(env.databaseUrl);
  const { header, rows } = await restoreBackup(env.databaseUrl, file, (found) => assertSecret(env, found));
  if (header.secrets && !hasSecret(env)) {
    for (const name of secretNames) {
      // One that is missing is made at the next start; an empty one would stay empty.
      if (header.secrets[name]) writeSecret(secretPath(env.dataDir, name), header.secrets[name]);
    }
  }
  return `Restored ${rows} rows of the backup of ${header.createdAt}.\nIt is a copy: nothing leaves until it is claimed, in the console or with \`npm run claim\`.`;
}

/** The stored passwords open with the APP_SECRET they were sealed with, and the product starts with no other. */
function assertSecret(env: Env, { secrets, secretFingerprint: wanted }: BackupHeader): void {
  const secret = hasSecret(env) ? keepSecrets(sourceOf(env), env.dataDir).APP_SECRET : secrets?.APP_SECRET;
  if (secret && (wanted === null || secretFingerprint(secret) === wanted)) return;
  const place = env.embeddedDatabase ? `${secretPath(env.dataDir, 'APP_SECRET')} or the variable` : 'the variable';
  throw new AppError(
    'conflict',
    `The backup belongs to another APP_SECRET, without which its passwords cannot be read. Put the one of the original into ${place} and restore again.`,
  );
}

function hasSecret(env: Env): boolean {
  return Boolean(process.env.APP_SECRET) || (env.embeddedDatabase && existsSync(secretPath(env.dataDir, 'APP_SECRET')));
}

function sourceOf(env: Env): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_URL: env.embeddedDatabase ? undefined : env.databaseUrl };
}
