import { createLog } from '#lib/core/log.ts';
import { startWorker } from '#lib/jobs/start-worker.ts';
import { startSandbox } from '#lib/mail/sandbox/start-sandbox.ts';
import { prepareAlone } from './prepare-alone.ts';
import { liveAs } from './process-life.ts';
import { readSettings } from './read-settings.ts';
import { startMailListener } from './start-mail-listener.ts';

// Worker, mail listener and sandbox mail server share one process: a Node process of its own costs 50 MB.
await liveAs(async () => {
  if (!process.connected) await prepareAlone({ build: false });
  const env = readSettings();
  const databaseUrl = env.databaseUrl ?? '';
  const log = createLog('worker', env.logLevel);
  const worker = await startWorker({ databaseUrl, env, log });
  const sandbox = await startSandbox({ databaseUrl, env, log });
  const listener = await startMailListener({ databaseUrl, env, log });
  return async () => {
    await Promise.all([listener.stop(), sandbox.stop()]);
    await worker.stop();
  };
});
