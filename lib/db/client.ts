import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import pg from 'pg';

/** A connection pool or an open transaction; stores cannot tell and need not. */
export type Db = PgDatabase<NodePgQueryResultHKT, Record<string, never>>;

export interface DbClient {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens a pool.
 * @param max connections at most; a web process is content with 10
 */
export function openDb(databaseUrl: string, max = 10): DbClient {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    application_name: 'perfectwork-mail',
    keepAlive: true,
  });
  // Without a listener an idle connection that breaks (server restart) would end the process.
  pool.on('error', () => undefined);
  // The same for one that breaks between two statements of a transaction: the next statement then fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { db: drizzle(pool, { casing: 'snake_case' }) as unknown as Db, pool, close: () => pool.end() };
}
