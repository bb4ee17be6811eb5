import { AppError } from '#lib/core/errors.ts';
import { findEmbeddedPostgres } from '#lib/db/embedded.ts';
import { ensureBuild } from './ensure-build.ts';
import { keepSecrets } from './keep-secrets.ts';
import { prepareInstance } from './prepare-instance.ts';
import { makeDataDir, readSettings } from './read-settings.ts';

/**
 * Does for a process that runs without supervisor (`npm run web`, `npm run worker`) what the supervisor does: finds
 * the database and the secrets, migrates, builds where asked. The result stands in the environment.
 * @throws AppError when there is no database to work with
 */
export async function prepareAlone(needs: { build: boolean }): Promise<void> {
  const env = readSettings();
  const databaseUrl = env.databaseUrl ?? findEmbeddedPostgres(env.dataDir);
  if (!databaseUrl) {
    const advice = 'Set DATABASE_URL, or use `npm start`, which brings its own database.';
    throw new AppError(
      'invalid',
      `There is no database: DATABASE_URL is not set and none runs on ${env.dataDir}. ${advice}`,
    );
  }
  makeDataDir(env.dataDir);
  Object.assign(process.env, keepSecrets(process.env, env.dataDir), {
    DATABASE_URL: databaseUrl,
    EMBEDDED_DATABASE: env.databaseUrl ? '0' : '1',
  });
  const say = { info: (sentence: string) => void process.stdout.write(`${sentence}\n`) };
  if (needs.build) await ensureBuild(say, new AbortController().signal);
  await prepareInstance(readSettings(), databaseUrl);
}
