import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { PgBoss } from 'pg-boss';
import { inject } from 'vitest';
import { type Env, readEnv } from '#lib/core/env.ts';
import { createLog } from '#lib/core/log.ts';
import { type DbClient, openDb } from '#lib/db/client.ts';
import { type Actor, type Ctx, systemActor } from '#lib/db/context.ts';
import { jobSender, startBoss } from '#lib/jobs/boss.ts';
import { templateName, withDatabase } from './template-database.ts';

export interface TestContext {
  /** Acts as the system. */
  ctx: Ctx;
  databaseUrl: string;
  boss: PgBoss;
  /** The same database, as somebody else. */
  as(actor: Partial<Actor>): Ctx;
  /** The same database over connections of its own, as another process has it. */
  elsewhere(): Ctx;
  close(): Promise<void>;
}

/** A database of its own, cloned from the migrated template, and a context on it. Close it in `afterAll`. */
export async function openTestContext(env: Record<string, string> = {}): Promise<TestContext> {
  const clusterUrl = inject('clusterUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onCluster(clusterUrl, `create database ${name} template ${templateName}`);
  const databaseUrl = withDatabase(clusterUrl, name);
  const client = openDb(databaseUrl, 10);
  const others: DbClient[] = [];
  const log = createLog('test', process.env.TEST_LOG ?? 'silent');
  const boss = await startBoss({ databaseUrl, log, role: 'sender' });
  const ctx: Ctx = {
    actor: systemActor,
    db: client.db,
    now: () => new Date(),
    log,
    env: testEnv(databaseUrl, env),
    jobs: jobSender(boss),
  };
  return {
    ctx,
    databaseUrl,
    boss,
    as: (actor) => ({ ...ctx, actor: { ...systemActor, kind: 'user', ...actor } }),
    elsewhere: () => {
      const other = openDb(databaseUrl, 10, { prepares: true });
      others.push(other);
      return { ...ctx, db: other.db };
    },
    close: async () => {
      await Promise.all(others.map((other) => other.close()));
      await boss.stop({ graceful: false });
      await client.close();
      await onCluster(clusterUrl, `drop database ${name} with (force)`);
    },
  };
}

function testEnv(databaseUrl: string, overrides: Record<string, string>): Env {
  return readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    APP_SECRET: 'a secret that only the tests use',
    CRON_SECRET: 'a cron secret that only the tests use',
    SANDBOX_SMTP_PORT: '0',
    ...overrides,
  });
}

async function onCluster(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
