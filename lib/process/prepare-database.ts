import { checkConnection } from '#lib/db/check-connection.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { explainDatabaseFailure } from './explain-failure.ts';

/**
 * Makes sure the database answers and stands at this version's schema.
 * @throws AppError `unavailable` with one sentence saying what is wrong with it
 */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  try {
    await checkConnection(databaseUrl);
    await migrateDatabase(databaseUrl);
  } catch (error) {
    throw explainDatabaseFailure(databaseUrl, error);
  }
}
