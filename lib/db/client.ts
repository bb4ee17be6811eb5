import { drizzle, type NodePgQueryResultHKT, NodePgSession } from 'drizzle-orm/node-postgres';
import type { PgDatabase, PgDialect } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { NoDatabaseConnection } from './postgres-errors.ts';
import { PreparedClient } from './prepared-client.ts';

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
 * @param options `prepares`: the statements asked most are prepared by name and planned once, whatever is asked. Not for
 * those that take from queues: a plan made while a queue is empty is wrong when it is full, and one for every state cannot
 * use an index on some states
 */
export function openDb(databaseUrl: string, max = 10, { prepares = false } = {}): DbClient {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    application_name: 'perfectwork-mail',
    keepAlive: true,
    ...(prepares ? { Client: PreparedClient } : {}),
    // Statements of one transaction that do not need each other's answers are on their way together.
    pipeline: true,
  });
  // Without a listener an idle connection that breaks (server restart) would end the process.
  pool.on('error', () => undefined);
  // The same for one that breaks between two statements of a transaction: the next statement then fails.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    if (prepares) client.query('set plan_cache_mode = force_generic_plan').catch(() => undefined);
  });
  const db = drizzle(pool, { casing: 'snake_case' }) as unknown as Db;
  db.transaction = transactionsOn(pool, db);
  return { db, pool, close: () => pool.end() };
}

/**
 * Drizzle's own would keep a connection for good whose BEGIN fails, as it does on those that a lost server leaves
 * behind: after a few of them the pool is empty for ever.
 */
function transactionsOn(pool: pg.Pool, db: Db): Db['transaction'] {
  const { dialect } = db as unknown as { dialect: PgDialect };
  return async (work, config) => {
    const client = await pool.connect().catch((error) => {
      throw new NoDatabaseConnection(error);
    });
    try {
      return await new NodePgSession<Record<string, never>, Record<string, never>>(
        client,
        dialect,
        undefined,
      ).transaction(work as never, config);
    } finally {
      client.release();
    }
  };
}
