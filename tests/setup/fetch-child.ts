import { spawn } from 'node:child_process';

const program = `
const { readEnv } = await import('#lib/core/env.ts');
const { createLog } = await import('#lib/core/log.ts');
const { openDb } = await import('#lib/db/client.ts');
const { systemActor } = await import('#lib/db/context.ts');
const { fetchIncomingServer } = await import('#lib/mail/incoming/fetch/fetch-server.ts');
const { jobSender, startBoss } = await import('#lib/jobs/boss.ts');
const env = readEnv(process.env);
const log = createLog('fetch', 'silent');
const { db } = openDb(env.databaseUrl, 2);
const boss = await startBoss({ databaseUrl: env.databaseUrl, log, role: 'sender' });
const ctx = { actor: systemActor, db, now: () => new Date(), log, env, jobs: jobSender(boss) };
await fetchIncomingServer(ctx, { id: Number(process.env.SERVER_ID) });
`;

/** A process of its own that fetches one mailbox, to be killed in the middle of it. */
export function startFetchChild(databaseUrl: string, serverId: number): { kill(): Promise<void> } {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    APP_SECRET: 'a secret that only the tests use',
    CRON_SECRET: 'a cron secret that only the tests use',
    SERVER_ID: String(serverId),
  };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
