import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { foundCompany } from '#lib/auth/setup/found-company.ts';
import { readEnv } from '#lib/core/env.ts';
import { createLog } from '#lib/core/log.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { startEmbeddedPostgres } from '#lib/db/embedded.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { installQueues } from '#lib/jobs/boss.ts';
import { openRuntime } from '#lib/process/runtime.ts';

export interface BenchDatabase {
  /** Acts as the administrator of mycompany.example. */
  ctx: Ctx;
  databaseUrl: string;
  dataDir: string;
  /** For statements of the benchmark itself. */
  sql: pg.Client;
  close(): Promise<void>;
}

export const benchSecrets = {
  APP_SECRET: 'a secret that only the benchmarks use',
  CRON_SECRET: 'a cron secret that only the benchmarks use',
};

/** A set-up product on an embedded PostgreSQL that writes to disk as in production; gone after `close`. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'perfectwork-bench-'));
  const log = createLog('bench', 'silent');
  const postgres = await startEmbeddedPostgres({ dataDir, log, durable: true });
  await migrateDatabase(postgres.url);
  await installQueues(postgres.url);
  const env = readEnv({ NODE_ENV: 'production', DATABASE_URL: postgres.url, SANDBOX_SMTP_PORT: '0', ...benchSecrets });
  const runtime = await openRuntime({ name: 'bench', env: { ...env, logLevel: 'silent' }, databaseUrl: postgres.url });
  const founding = { companyName: 'My Company', emailDomain: 'mycompany.example', demoData: false };
  const anna = { name: 'Anna', email: 'anna@mycompany.example', passwordHash: 'not used' };
  const actor = await foundCompany(runtime.ctxFor(systemActor), { ...founding, ...anna });
  const sql = new pg.Client({ connectionString: postgres.url });
  await sql.connect();
  return {
    ctx: runtime.ctxFor(actor),
    databaseUrl: postgres.url,
    dataDir,
    sql,
    close: async () => {
      await sql.end();
      await runtime.close();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
