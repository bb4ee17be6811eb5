import { type SQL, sql } from 'drizzle-orm';

/** Of each question its rows, as JSON has them: moments are texts. */
export type AnswersTo<Answers> = { [Name in keyof Answers]: Answers[Name][] };

/**
 * Several questions in one statement: a round trip and a plan for all of them. Each is a `select` of which every column
 * has a name of its own. The statement answers a single row.
 */
export function askTogether<Answers extends Record<string, object>>(
  questions: {
    [Name in keyof Answers]: SQL;
  },
): SQL<AnswersTo<Answers>> {
  const parts = Object.entries<SQL>(questions).map(
    ([name, question]) => sql`(select coalesce(json_agg(r), '[]') from (${question}) r) as ${sql.identifier(name)}`,
  );
  return sql`select ${sql.join(parts, sql`, `)}`;
}
