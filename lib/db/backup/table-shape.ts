import type pg from 'pg';

/** What a backup has to know of a table. */
export interface TableShape {
  name: string;
  /** Those that are written; the database works out generated ones by itself. */
  columns: { name: string; type: string }[];
}

/** Running processes of the original say nothing about a copy. */
const leftOut = ['process_heartbeat'];

/** The product's tables, by name. Jobs (schema pgboss) are hints and made anew from the rows. */
export async function readTables(client: pg.Client): Promise<TableShape[]> {
  const { rows } = await client.query<{ name: string; columns: TableShape['columns'] }>(
    `select c.relname as name,
       json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' and c.relname <> all($1)
     group by c.relname order by c.relname`,
    [leftOut],
  );
  return rows;
}

/** How far each counter of ids has got. */
export async function readCounters(client: pg.Client): Promise<{ name: string; value: string }[]> {
  const { rows } = await client.query(
    `select sequencename as name, last_value::text as value from pg_sequences
     where schemaname = 'public' and last_value is not null order by sequencename`,
  );
  return rows;
}

/** The last migration that made this schema, and how many there were. */
export async function readSchemaVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `select count(*) || ' migrations, the last ' || left(coalesce((array_agg(hash order by id desc))[1], ''), 12) as version
     from drizzle.__drizzle_migrations`,
  );
  return rows[0].version;
}

/** A name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
