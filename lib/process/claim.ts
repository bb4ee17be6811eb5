import { parseArgs } from 'node:util';
import { ensureInstance } from '#lib/auth/setup/ensure-instance.ts';
import { AppError } from '#lib/core/errors.ts';
import { systemActor } from '#lib/db/context.ts';
import { takeOwnership } from '#lib/instance/take-ownership.ts';
import { installQueues } from '#lib/jobs/boss.ts';
import { type CommandDatabase, withCommandDatabase } from './command-database.ts';
import { keepSecrets } from './keep-secrets.ts';
import { prepareDatabase } from './prepare-database.ts';
import { runCommand } from './run-command.ts';
import { openRuntime } from './runtime.ts';

// `npm run claim`: what "Claim this database" in the console does, for operators who move an installation.
await runCommand(() => withCommandDatabase({}, claim));

async function claim({ env }: CommandDatabase): Promise<string> {
  const cancelWaiting = readFlags();
  const secrets = keepSecrets(
    { ...process.env, DATABASE_URL: env.embeddedDatabase ? undefined : env.databaseUrl },
    env.dataDir,
  );
  await prepareDatabase(env.databaseUrl);
  await installQueues(env.databaseUrl);
  const { databaseUrl } = env;
  const withSecrets = { ...env, appSecret: secrets.APP_SECRET, cronSecret: secrets.CRON_SECRET };
  const runtime = await openRuntime({ name: 'claim', env: withSecrets, databaseUrl, connections: 2 });
  try {
    const ctx = runtime.ctxFor(systemActor);
    await ensureInstance(ctx);
    const { cancelled, captured } = await takeOwnership(ctx, { cancelWaiting });
    const words = [
      'This database belongs to this installation from now on: its mail leaves and its mailboxes are fetched.',
    ];
    if (cancelWaiting) words.push(`Mails that waited and were cancelled: ${cancelled}.`);
    if (captured > 0) words.push(`Captured mails that stay in the sandbox until they are sent for real: ${captured}.`);
    return words.join('\n');
  } finally {
    await runtime.close();
  }
}

function readFlags(): boolean {
  try {
    return parseArgs({ options: { 'cancel-waiting': { type: 'boolean' } } }).values['cancel-waiting'] ?? false;
  } catch (cause) {
    throw new AppError('invalid', 'Use `npm run claim`, or `npm run claim -- --cancel-waiting`.', { cause });
  }
}
