import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError } from '#lib/core/errors.ts';
import { writeBackup } from '#lib/db/backup/write-backup.ts';
import { fileArgument } from './command-arguments.ts';
import { type CommandDatabase, withCommandDatabase } from './command-database.ts';
import { secretNames, secretPath } from './keep-secrets.ts';
import { prepareDatabase } from './prepare-database.ts';
import { runCommand } from './run-command.ts';

// `npm run backup -- FILE`: works while the product runs.
await runCommand(() => withCommandDatabase({}, backup));

async function backup({ env }: CommandDatabase): Promise<string> {
  const file = resolve(fileArgument('backup'));
  if (!existsSync(dirname(file))) {
    throw new AppError('not_found', `There is no folder ${dirname(file)}. Make it, or name another file.`);
  }
  await prepareDatabase(env.databaseUrl);
  const secrets = ownSecrets(env.dataDir, env.embeddedDatabase);
  const { tables, rows } = await writeBackup(env.databaseUrl, file, secrets, new Date());
  const words = [`Backed up ${rows} rows of ${tables} tables into ${file}.`];
  words.push(
    secrets
      ? 'It holds the generated APP_SECRET, which opens the stored passwords: keep it like one.'
      : 'It does not hold APP_SECRET: keep that too, in another place. Without it the backup cannot be used.',
  );
  return words.join('\n');
}

/** The secrets this installation made for itself; those given by the environment are the operator's to keep. */
function ownSecrets(dataDir: string, embedded: boolean): Record<string, string> | null {
  const given = secretNames.some((name) => process.env[name]);
  const paths = secretNames.map((name) => secretPath(dataDir, name));
  if (!embedded || given || !paths.every((path) => existsSync(path))) return null;
  return Object.fromEntries(secretNames.map((name) => [name, readFileSync(secretPath(dataDir, name), 'utf8').trim()]));
}
