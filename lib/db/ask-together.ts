import { type SQL, sql } from 'drizzle-orm';
import type { Db } from './client.ts';

/**
 * Asks several questions in one statement: a round trip and a plan for all of them. Each is a `select` of which every
 * column has a name of its own.
 * @returns of each question its rows, as JSON has them: moments are texts
 */
export async function askTogether<Answers extends Record<string, object>>(
  db: Db,
  questions: { [Name in keyof Answers]: SQL },
): Promise<{ [Name in keyof Answers]: Answers[Name][] }> {
  const parts = Object.entries<SQL>(questions).map(
    ([name, question]) => sql`(select coalesce(json_agg(r), '[]') from (${question}) r) as ${sql.identifier(name)}`,
  );
  const { rows } = await db.execute(sql`select ${sql.join(parts, sql`, `)}`);
  return rows[0] as { [Name in keyof Answers]: Answers[Name][] };
}
