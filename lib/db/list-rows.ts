import { and, asc, desc, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgSelect, PgTable } from 'drizzle-orm/pg-core';
import { AppError, invalidField } from '#lib/core/errors.ts';
import type { ListFilter, ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Db } from './client.ts';
import { isStatementTimeout } from './postgres-errors.ts';

/** From here on a total is "100 000 or more": counting further would cost more than it tells. */
const countLimit = 100_000;

/** How a list is read from the database. */
export interface ListSource<Row> {
  table: PgTable;
  id: PgColumn;
  select: Record<string, PgColumn | SQL | SQL.Aliased>;
  /** Columns or expressions that are never null; ties are broken by id. */
  sortable: Record<string, PgColumn | SQL>;
  filterable: Record<string, PgColumn | SQL>;
  /** The lower-case text that `q` is looked for in. */
  search?: PgColumn | SQL;
  /** What the actor may see at all. */
  where?: SQL;
  /** Joins, for select, sort and filters beyond the table. */
  join?: (query: PgSelect) => PgSelect;
  toItem?: (row: Record<string, unknown>) => Row;
}

/**
 * One page of a list by keyset: the cost does not grow with the page number or the table.
 * @throws AppError `invalid` when the cursor does not belong to this list or a filter value is not of its type
 */
export async function listRows<Row>(db: Db, source: ListSource<Row>, query: ListQuery): Promise<ListPage<Row>> {
  const filter = listCondition(source, query);
  const sortBy = sortExpression(source, query);
  const order = query.sort.descending ? desc : asc;
  let rows = db
    .select({
      ...source.select,
      sortKey: sql<unknown>`${sortBy}`.as('sort_key'),
      rowId: sql<number>`${source.id}`.as('row_id'),
    })
    .from(source.table)
    .$dynamic();
  if (source.join) rows = source.join(rows as unknown as PgSelect) as unknown as typeof rows;
  rows = rows
    .where(and(filter, cursorCondition(source, query, sortBy)))
    .orderBy(order(sql`${sortBy}`), order(source.id))
    .limit(query.limit + 1);
  if (query.offset) rows = rows.offset(query.offset);
  const counted = countSoon(db, source, filter, query);
  const [found, { total, estimated }] = await Promise.all([translateErrors(rows), counted]);
  const page = found.slice(0, query.limit) as Record<string, unknown>[];
  const last = found.length > query.limit ? page.at(-1) : undefined;
  return {
    items: page.map(({ sortKey: _sortKey, rowId: _rowId, ...row }) =>
      source.toItem ? source.toItem(row) : (row as Row),
    ),
    total: Math.min(total, countLimit),
    totalEstimated: estimated || total > countLimit,
    nextCursor: last ? encodeCursor(last.sortKey, last.rowId as number) : null,
  };
}

/** What a row must fulfil to match a query, whatever its page. */
export function listCondition<Row>(source: ListSource<Row>, query: ListQuery): SQL | undefined {
  return and(source.where, searchCondition(source, query.q), ...query.filters.map((f) => filterCondition(source, f)));
}

/** How many rows match, counted up to one more than 100 000. */
export async function countRows<Row>(db: Db, source: ListSource<Row>, filter: SQL | undefined): Promise<number> {
  let inner = db.select({ one: sql`1` }).from(source.table).$dynamic();
  if (source.join) inner = source.join(inner as unknown as PgSelect) as unknown as typeof inner;
  const limited = inner
    .where(filter)
    .limit(countLimit + 1)
    .as('limited');
  const [row] = await translateErrors(db.select({ count: sql<number>`count(*)::int` }).from(limited));
  return row?.count ?? 0;
}

const exact = (total: number) => ({ total, estimated: false });

/** Milliseconds that counting the matches of a search may take: a common word in a million rows takes 560. */
const searchCountMs = 150;
/** The same of several filters, which have no index together: 100 000 of a million rows take 400. */
const filterCountMs = 30;
/** Where filters are expected to leave no more rows than this, they are counted, however busy the machine is. */
const few = 1000;

/**
 * Counts the matches of a search or of several filters; where that takes too long, answers what PostgreSQL's planner
 * expects. A single filter is counted by its index.
 */
async function countSoon<Row>(db: Db, source: ListSource<Row>, filter: SQL | undefined, { q, filters }: ListQuery) {
  if (!q && filters.length < 2) return exact(await countRows(db, source, filter));
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(q ? searchCountMs : filterCountMs)}, true)`);
      const total = await countRows(tx, source, filter);
      await tx.execute(sql`set local statement_timeout = default`);
      return exact(total);
    });
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    const expected = await expectedRows(db, source, filter);
    if (!q && expected <= few) return exact(await countRows(db, source, filter));
    return { total: expected, estimated: true };
  }
}

async function expectedRows<Row>(db: Db, source: ListSource<Row>, filter: SQL | undefined): Promise<number> {
  let inner = db.select({ one: sql`1` }).from(source.table).$dynamic();
  if (source.join) inner = source.join(inner as unknown as PgSelect) as unknown as typeof inner;
  const query = inner.where(filter).getSQL();
  const { rows } = await db.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    sql`explain (format json) ${query}`,
  );
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}

function sortExpression<Row>(source: ListSource<Row>, query: ListQuery): PgColumn | SQL {
  const sortBy = source.sortable[query.sort.field];
  if (!sortBy) throw new AppError('malformed', `Cannot sort by "${query.sort.field}".`);
  return sortBy;
}

function searchCondition<Row>(source: ListSource<Row>, q: string | undefined): SQL | undefined {
  if (!q || !source.search) return undefined;
  const words = q.toLowerCase().split(/\s+/).slice(0, 5);
  return and(...words.map((word) => wordCondition(source.search, word)));
}

/** Anywhere in the text; one or two letters only where a word begins, because the index knows groups of three. */
function wordCondition(text: PgColumn | SQL | undefined, word: string): SQL {
  const literal = word.replace(/[\\%_]/g, '\\$&');
  return word.length < 3
    ? sql`(${text} like ${`${literal}%`} or ${text} like ${`% ${literal}%`})`
    : sql`${text} like ${`%${literal}%`}`;
}

/** The condition of one filter; also used where a verb acts on "all that match". */
export function filterCondition<Row>(source: ListSource<Row>, filter: ListFilter): SQL | undefined {
  const column = source.filterable[filter.field];
  if (!column) throw new AppError('malformed', `Unknown filter "${filter.field}".`);
  const [first] = filter.values;
  if (filter.operator === 'gte') return gte(sql`${column}`, first);
  if (filter.operator === 'lte') return lte(sql`${column}`, first);
  return filter.values.length === 1 ? eq(sql`${column}`, first) : inArray(sql`${column}`, filter.values);
}

function cursorCondition<Row>(source: ListSource<Row>, query: ListQuery, sortBy: PgColumn | SQL): SQL | undefined {
  if (!query.cursor) return undefined;
  const { key, id } = decodeCursor(query.cursor);
  // A row comparison, unlike its spelling with "or", is answered by one range of the index.
  return query.sort.descending
    ? sql`(${sortBy}, ${source.id}) < (${key}, ${id})`
    : sql`(${sortBy}, ${source.id}) > (${key}, ${id})`;
}

function encodeCursor(key: unknown, id: number): string {
  const text = key instanceof Date ? key.toISOString() : key;
  return Buffer.from(JSON.stringify([text, id])).toString('base64url');
}

function decodeCursor(cursor: string): { key: unknown; id: number } {
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Number.isInteger(id)) return { key, id };
  } catch {
    // Falls through: not ours.
  }
  throw invalidField('cursor', 'The cursor is not one this list gave out. Start again without it.');
}

/** Values come from the URL as text; PostgreSQL refuses what does not fit the column (class 22, data exception). */
async function translateErrors<T>(rows: PromiseLike<T>): Promise<T> {
  try {
    return await rows;
  } catch (error) {
    const code = ((error as Error).cause as { code?: string } | undefined)?.code ?? '';
    if (!code.startsWith('22')) throw error;
    throw new AppError('invalid', 'A filter value does not fit its field. Check dates (ISO 8601) and numbers.', {
      cause: error,
    });
  }
}
