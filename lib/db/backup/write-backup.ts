import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { type BackupHeader, type BackupLine, backupFormat, writeLine } from './backup-format.ts';
import { quoted, readCounters, readSchemaVersion, readTables, type TableShape } from './table-shape.ts';

/** Rows held in memory at a time; those of blobs have 256 KB each. */
const rowsPerFetch = 50;

export interface WrittenBackup {
  tables: number;
  rows: number;
}

/**
 * Writes the whole database into one file as it is at one moment, while the product goes on working. The file (0600)
 * appears under its name only when it is complete.
 * @throws the database's or the disk's error
 */
export async function writeBackup(
  databaseUrl: string,
  file: string,
  secrets: BackupHeader['secrets'],
  now: Date,
): Promise<WrittenBackup> {
  const client = new pg.Client({ connectionString: databaseUrl });
  const half = `${file}.${process.pid}.half`;
  const written: WrittenBackup = { tables: 0, rows: 0 };
  // A connection that breaks is reported by the statement that needs it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin transaction isolation level repeatable read, read only');
    const lines = Readable.from(inBlocks(withChecksum(readAll(client, secrets, now, written), written)));
    await pipeline(lines, createGzip({ level: 6 }), createWriteStream(half, { mode: 0o600, flush: true }));
    await rename(half, file);
    return written;
  } finally {
    await rm(half, { force: true });
    await client.end();
  }
}

async function* readAll(
  client: pg.Client,
  secrets: BackupHeader['secrets'],
  now: Date,
  written: WrittenBackup,
): AsyncGenerator<BackupLine> {
  const schema = await readSchemaVersion(client);
  const { rows } = await client.query('select secret_fingerprint from instance');
  const secretFingerprint = rows[0]?.secret_fingerprint ?? null;
  const header = { format: backupFormat, schema, createdAt: now.toISOString(), secretFingerprint, secrets };
  yield { kind: 'header', header };
  for (const table of await readTables(client)) {
    yield { kind: 'table', table: table.name, columns: table.columns.map(({ name }) => name) };
    written.tables += 1;
    yield* readRows(client, table);
  }
  for (const { name, value } of await readCounters(client)) yield { kind: 'counter', counter: name, value };
}

/** The values as text, which every type is read back from without loss. */
async function* readRows(client: pg.Client, table: TableShape): AsyncGenerator<BackupLine> {
  const columns = table.columns.map(({ name }) => `${quoted(name)}::text`).join(', ');
  await client.query(`declare rows_of no scroll cursor for select ${columns} from public.${quoted(table.name)}`);
  for (;;) {
    const { rows } = await client.query<(string | null)[]>({
      text: `fetch ${rowsPerFetch} from rows_of`,
      rowMode: 'array',
    });
    for (const values of rows) yield { kind: 'row', values };
    if (rows.length < rowsPerFetch) break;
  }
  await client.query('close rows_of');
}

async function* withChecksum(lines: AsyncGenerator<BackupLine>, written: WrittenBackup): AsyncGenerator<string> {
  const hash = createHash('sha256');
  for await (const line of lines) {
    if (line.kind === 'row') written.rows += 1;
    const text = writeLine(line);
    hash.update(text);
    yield text;
  }
  yield writeLine({ kind: 'end', rows: written.rows, sha256: hash.digest('hex') });
}

/** Short lines one by one would cost more than all the rest. */
async function* inBlocks(lines: AsyncGenerator<string>): AsyncGenerator<string> {
  let block = '';
  for await (const line of lines) {
    block += line;
    if (block.length < 65_536) continue;
    yield block;
    block = '';
  }
  yield block;
}
