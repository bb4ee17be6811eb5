import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { createLog } from '#lib/core/log.ts';
import { startEmbeddedPostgres } from '#lib/db/embedded.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { installQueues } from '#lib/jobs/boss.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the test cluster, database `postgres`. */
    clusterUrl: string;
  }
}

export const templateName = 'template_perfectwork';

/** Starts one PostgreSQL for the whole run and migrates the database every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'perfectwork-test-'));
  const log = createLog('test', 'silent');
  const postgres = await startEmbeddedPostgres({ dataDir, log, durable: false });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`create database ${templateName}`);
  const templateUrl = withDatabase(postgres.url, templateName);
  await migrateDatabase(templateUrl);
  await installQueues(templateUrl);
  await client.end();
  project.provide('clusterUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
