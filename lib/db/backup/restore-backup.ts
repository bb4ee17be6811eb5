import pg from 'pg';
import { AppError } from '#lib/core/errors.ts';
import { type BackupHeader, type BackupLine, damaged } from './backup-format.ts';
import { readBackup, readBackupHeader } from './read-backup.ts';
import { quoted, readSchemaVersion, readTables, type TableShape } from './table-shape.ts';

/** Characters of rows put into one statement. */
const charactersPerInsert = 1_000_000;

export interface RestoredBackup {
  header: BackupHeader;
  rows: number;
}

/**
 * Fills an empty database that stands at the backup's schema, in one transaction: everything or nothing. It is marked as
 * a copy: whoever starts on it first captures its mail.
 * @param accept is asked with the header before anything is written
 * @throws AppError `invalid` for a file that is no whole backup of this version, `conflict` for a database in use
 */
export async function restoreBackup(
  databaseUrl: string,
  file: string,
  accept: (header: BackupHeader) => void,
): Promise<RestoredBackup> {
  const client = new pg.Client({ connectionString: databaseUrl });
  const lines = readBackup(file);
  const header = await readBackupHeader(lines);
  // A connection that breaks is reported by the statement that needs it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await assertSameSchema(client, header);
    accept(header);
    await client.query('begin');
    const tables = await readTables(client);
    await assertEmpty(client, tables);
    const constraints = await dropForeignKeys(client);
    const rows = await insertAll(client, tables, lines);
    for (const { name, table, definition } of constraints) {
      await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
    }
    await client.query(`update instance set identity = 'restored ' || coalesce(identity, ''), capture_since = null`);
    await client.query('commit');
    return { header, rows };
  } finally {
    await lines.return(undefined);
    await client.end();
  }
}

async function assertSameSchema(client: pg.Client, header: BackupHeader): Promise<void> {
  const ours = await readSchemaVersion(client);
  if (ours === header.schema) return;
  const advice = 'Restore it with the version that made it, then update.';
  const versions = `it has ${header.schema}, this version has ${ours}`;
  throw new AppError('invalid', `The backup was made by another version of PerfectWORK Mail: ${versions}. ${advice}`);
}

async function assertEmpty(client: pg.Client, tables: TableShape[]): Promise<void> {
  for (const { name } of tables) {
    await client.query(`lock table public.${quoted(name)} in access exclusive mode`);
    const { rowCount } = await client.query(`select 1 from public.${quoted(name)} limit 1`);
    if (!rowCount) continue;
    const advice = 'Set DATA_DIR to a new folder, or DATABASE_URL to an empty database.';
    throw new AppError(
      'conflict',
      `The database is in use (there is something in ${name}); nothing was changed. ${advice}`,
    );
  }
}

/** Rows come table by table: their references hold again only when all are there, and are checked then. */
async function dropForeignKeys(client: pg.Client): Promise<{ name: string; table: string; definition: string }[]> {
  const { rows } = await client.query(
    `select conname as name, conrelid::regclass::text as "table", pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { name, table } of rows) await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
  return rows;
}

async function insertAll(client: pg.Client, tables: TableShape[], lines: AsyncGenerator<BackupLine>): Promise<number> {
  let rows = 0;
  let into: TableShape | undefined;
  let waiting: string[] = [];
  let size = 0;
  const flush = async () => {
    if (into && waiting.length > 0) await insertRows(client, into, `[${waiting.join(',')}]`);
    waiting = [];
    size = 0;
  };
  for await (const line of lines) {
    if (line.kind === 'row') {
      if (!into) throw damaged();
      const text = JSON.stringify(line.values);
      waiting.push(text);
      size += text.length;
      rows += 1;
      if (size > charactersPerInsert) await flush();
    } else {
      await flush();
      if (line.kind === 'table') into = shapeOf(tables, line);
      if (line.kind === 'counter') await setCounter(client, line);
    }
  }
  await flush();
  return rows;
}

function shapeOf(tables: TableShape[], line: { table: string; columns: string[] }): TableShape {
  const table = tables.find(({ name }) => name === line.table);
  const columns = line.columns.map((column) => table?.columns.find(({ name }) => name === column));
  if (!table || columns.includes(undefined)) throw damaged();
  return { name: table.name, columns: columns.filter((column) => column !== undefined) };
}

async function insertRows(client: pg.Client, { name, columns }: TableShape, rows: string): Promise<void> {
  const names = columns.map((column) => quoted(column.name)).join(', ');
  const values = columns.map((column, index) => `(r->>${index})::${column.type}`).join(', ');
  await client.query(
    `insert into public.${quoted(name)} (${names}) overriding system value
     select ${values} from jsonb_array_elements($1::jsonb) r`,
    [rows],
  );
}

async function setCounter(client: pg.Client, { counter, value }: { counter: string; value: string }): Promise<void> {
  await client.query('select setval($1::regclass, $2::bigint)', [`public.${quoted(counter)}`, value]);
}
