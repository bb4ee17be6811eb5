import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { readEnv } from '#lib/core/env.ts';
import { createLog } from '#lib/core/log.ts';
import { systemActor } from '#lib/db/context.ts';
import { isPostmasterAlive, startEmbeddedPostgres } from '#lib/db/embedded.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { outlastOutage } from '#lib/db/outlast-outage.ts';
import { installQueues } from '#lib/jobs/boss.ts';
import { openRuntime } from '#lib/process/runtime.ts';
import { installActions } from '#lib/schedule/install-actions.ts';
import { seedMailDomain } from '../setup/outgoing-fixtures.ts';
import { makeDataDir } from '../setup/run-product.ts';
import { withDatabase } from '../setup/template-database.ts';
import { searchPath, witnessSql } from './witness.ts';

/** A killed PostgreSQL replays what it had logged before it answers; on a busy machine that takes its time. */
export const recoveryMs = 60_000;

const templateName = 'template_faults';

/** A PostgreSQL of one's own that writes to disk as in production, to be killed and started again at will. */
export interface Arena {
  /** Makes a database for a run; answers its connection string. */
  openDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  killPostgres(): Promise<void>;
  /** Starts it again, on the same port; nothing where it runs. */
  revivePostgres(): Promise<void>;
  close(): Promise<void>;
}

/** The variables of every process of a run. */
export function runEnv(databaseUrl: string): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    APP_SECRET: 'a secret that only the faults use',
    CRON_SECRET: 'a cron secret that only the faults use',
    SANDBOX_SMTP_PORT: '0',
    LOG_LEVEL: 'warn',
  };
}

/** Starts PostgreSQL and lays out the database that every run clones. */
export async function openArena(): Promise<Arena> {
  const dataDir = makeDataDir();
  const log = createLog('faults', 'silent');
  let postgres = await startEmbeddedPostgres({ dataDir, log });
  await layTemplate(postgres.url);
  const patiently = (statement: string) => outlastOutage({ log }, () => onCluster(postgres.url, statement), recoveryMs);
  return {
    openDatabase: async (name) => {
      await patiently(`create database ${name} template ${templateName}`);
      await patiently(`alter database ${name} set search_path = ${searchPath}`);
      return withDatabase(postgres.url, name);
    },
    dropDatabase: (name) => patiently(`drop database if exists ${name} with (force)`),
    killPostgres: async () => {
      if (isPostmasterAlive(postgres.pid)) process.kill(postgres.pid, 'SIGKILL');
      while (isPostmasterAlive(postgres.pid)) await pause(10);
    },
    revivePostgres: async () => {
      if (isPostmasterAlive(postgres.pid)) return;
      postgres = await startEmbeddedPostgres({ dataDir, log, port: postgres.port });
    },
    close: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function layTemplate(clusterUrl: string): Promise<void> {
  await onCluster(clusterUrl, `create database ${templateName}`);
  const url = withDatabase(clusterUrl, templateName);
  await migrateDatabase(url);
  await installQueues(url);
  const env = readEnv(runEnv(url));
  const runtime = await openRuntime({ name: 'faults', env: { ...env, logLevel: 'silent' }, databaseUrl: url });
  const ctx = runtime.ctxFor(systemActor);
  await seedMailDomain(ctx);
  await installActions(ctx);
  await runtime.close();
  await onCluster(url, witnessSql);
}

async function onCluster(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
