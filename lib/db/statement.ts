import { is, Param, Placeholder, type Query, SQL } from 'drizzle-orm';
import { drizzle, type NodePgSession } from 'drizzle-orm/node-postgres';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Db } from './client.ts';

const casing = 'snake_case' as const;
const dialect = new PgDialect({ casing });
/** Builds, and asks nobody. */
const builder = drizzle.mock({ casing }) as unknown as Db;

/** A query of Drizzle's builder before it is asked. */
interface Built<Result> extends PromiseLike<Result> {
  getSQL(): SQL;
}

/** As Drizzle keeps a query that is prepared. */
interface Prepared {
  queryString: string;
  params: unknown[];
  /** Undefined where nothing is read, and of plain SQL. */
  fields: unknown;
  joinsNotNullableMap: unknown;
}

interface Template extends Omit<Prepared, 'params'> {
  /** One for each parameter: what it is, of what is given. */
  params: ((given: Record<string, unknown>) => unknown)[];
}

type Session = NodePgSession<Record<string, never>, Record<string, never>>;

/**
 * A statement whose text is built once: building costs as much time as PostgreSQL needs to answer, and a received mail
 * asks twenty. What is given may differ from call to call, also in which optional values there are; those that are
 * undefined count as left out.
 * @param build the query, by {@link Db} or as plain SQL. What it is given are places for the values, whatever their type
 * says: they can be put into the query, not looked at
 * @returns the rows the query answers
 */
export function statement<Given extends object, Result>(
  build: (db: Db, given: Given) => Built<Result>,
): (db: Db, given: Given) => Promise<Result>;
export function statement<Given extends object, Row>(
  build: (db: Db, given: Given) => SQL<Row>,
): (db: Db, given: Given) => Promise<Row[]>;
export function statement(build: (db: Db, given: never) => Built<unknown> | SQL) {
  const templates = new Map<string, Template>();
  return async (db: Db, given: Record<string, unknown>): Promise<unknown> => {
    const names = Object.keys(given).filter((name) => given[name] !== undefined);
    const shape = names.join();
    const template = templates.get(shape) ?? prepare(build(builder, placesOf(names) as never));
    templates.set(shape, template);
    const query: Query = { sql: template.queryString, params: template.params.map((param) => param(given)) };
    const { session } = db as unknown as { session: Session };
    const { fields, joinsNotNullableMap } = template;
    const prepared = session.prepareQuery(query, fields as never, undefined, fields !== undefined);
    Object.assign(prepared, { joinsNotNullableMap });
    const answer = await prepared.execute();
    return fields === undefined ? (answer as { rows: unknown[] }).rows : answer;
  };
}

function placesOf(names: string[]): Record<string, Placeholder> {
  return Object.fromEntries(names.map((name) => [name, new Placeholder(name)]));
}

function prepare(built: Built<unknown> | SQL): Template {
  const prepared = is(built, SQL) ? plain(built) : (built as unknown as { _prepare(): Prepared })._prepare();
  const { queryString, params, fields, joinsNotNullableMap } = prepared;
  return { queryString, params: params.map(filler), fields, joinsNotNullableMap };
}

function plain(built: SQL): Prepared {
  const { sql, params } = dialect.sqlToQuery(built);
  return { queryString: sql, params, fields: undefined, joinsNotNullableMap: undefined };
}

/** As the column writes it; Drizzle's own filling would write null as the JSON `null`. */
function filler(param: unknown): (given: Record<string, unknown>) => unknown {
  if (is(param, Placeholder)) return (given) => given[param.name];
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param;
  const { value, encoder } = param;
  return (given) => {
    const own = given[value.name];
    return own === null ? null : encoder.mapToDriverValue(own);
  };
}
