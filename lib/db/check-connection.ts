import pg from 'pg';
import { AppError } from '#lib/core/errors.ts';

/** PostgreSQL 14 is the oldest version its own project still mends. */
const oldestVersion = 140_000;
const connectLimitMs = 10_000;

/**
 * Makes sure a database answers within 10 seconds and is new enough.
 * @throws the database's error, or AppError `invalid` for one that is too old
 */
export async function checkConnection(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: connectLimitMs });
  // A connection that breaks after the answer is reported by the query that needs it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query('show server_version_num');
    if (Number(rows[0].server_version_num) >= oldestVersion) return;
    throw new AppError('invalid', 'The database is older than PostgreSQL 14. Update it, or unset DATABASE_URL.');
  } finally {
    await client.end();
  }
}
